/** The languages that there are words in (`locales/`). English is what everyone else gets. */
export const languages = ['en', 'zh-CN'] as const

export type Language = (typeof languages)[number]

/** What each calls itself. */
export const languageNames: Readonly<Record<Language, string>> = { en: 'English', 'zh-CN': '中文' }

/** Scripts of living languages that run from right to left (ISO 15924). */
const fromRightToLeft: ReadonlySet<string> = new Set(['Adlm', 'Arab', 'Hebr', 'Nkoo', 'Rohg', 'Syrc', 'Thaa'])

export function directionOf(language: string): 'ltr' | 'rtl' {
  return fromRightToLeft.has(new Intl.Locale(language).maximize().script ?? '') ? 'rtl' : 'ltr'
}

/** What to speak, and how to write numbers, dates and lists. */
export interface LanguageChoice {
  readonly language: Language
  /** The language of the words, as a browser's country writes it if it speaks the same one: `en-GB` beside `en`. */
  readonly format: string
}

/**
 * The language for a person who chose one (or `''`): one of ours, never a mixture. `offered` is the one that the browser
 * takes the manifest's words from, and `browserTag` the one that it speaks itself. A choice that only a later Sidetone
 * has is none.
 */
export function chooseLanguage(chosen: string, offered: string, browserTag: string): LanguageChoice {
  const find = (tag: string) => languages.find((ours) => ours === tag)
  const language = find(chosen) ?? find(offered) ?? 'en'
  return { language, format: scriptOf(language) === scriptOf(browserTag) ? browserTag : language }
}

/** Language and script: `zh-TW` is read by others than `zh-CN`. */
function scriptOf(tag: string): string {
  const { language, script } = new Intl.Locale(tag).maximize()
  return `${language}-${script ?? ''}`
}
