/** The languages that there are words in (`locales/`), each under its own name. English is what everyone else gets. */
export const languageNames = { en: 'English', 'zh-CN': '中文' } as const

export type Language = keyof typeof languageNames

export const languages: readonly Language[] = ['en', 'zh-CN']

const fromRightToLeft: ReadonlySet<string> = new Set(['ar', 'fa', 'he', 'ur'])

export function directionOf(language: string): 'ltr' | 'rtl' {
  return fromRightToLeft.has(new Intl.Locale(language).language) ? 'rtl' : 'ltr'
}

/** What to speak, and how to write numbers, dates and lists. */
export interface LanguageChoice {
  readonly language: Language
  /** The language of the words, as a browser's country writes it if it speaks the same one: `en-GB` beside `en`. */
  readonly format: string
}

/**
 * The language for a person who chose one (or `''`), in a browser that speaks another, perhaps: one of ours, never a
 * mixture. A choice that only a later Sidetone has is none.
 */
export function chooseLanguage(chosen: string, browserTag: string): LanguageChoice {
  const language =
    languages.find((ours) => ours === chosen) ??
    languages.find((ours) => scriptOf(ours) === scriptOf(browserTag)) ??
    'en'
  return { language, format: scriptOf(language) === scriptOf(browserTag) ? browserTag : language }
}

/** Language and script: `zh-TW` is read by others than `zh-CN`. */
function scriptOf(tag: string): string {
  const { language, script } = new Intl.Locale(tag).maximize()
  return `${language}-${script ?? ''}`
}
