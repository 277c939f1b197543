/** The languages that there are words in (`locales/`), each under its own name. */
export const languages = { en: 'English', 'zh-CN': '中文' } as const

export type Language = keyof typeof languages

export const languageTags: readonly Language[] = ['en', 'zh-CN']

const rightToLeft: ReadonlySet<string> = new Set(['ar', 'fa', 'he', 'ur'])

export function directionOf(language: string): 'ltr' | 'rtl' {
  return rightToLeft.has(new Intl.Locale(language).language) ? 'rtl' : 'ltr'
}

/** Language and script: `zh-TW` is written in another script than `zh-CN`. */
function scriptOf(tag: string): string {
  const { language, script } = new Intl.Locale(tag).maximize()
  return `${language}-${script ?? ''}`
}

/** What to speak in a browser of this language: ours where there is one that its reader can read, otherwise English. */
export function languageFor(tag: string): Language {
  return languageTags.find((ours) => scriptOf(ours) === scriptOf(tag)) ?? 'en'
}

/** How to write numbers and dates: as the person's country does, if it speaks the language of the words. */
export function formatFor(language: Language, tag: string): string {
  return scriptOf(language) === scriptOf(tag) ? tag : language
}
