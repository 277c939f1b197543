import { compileWords } from '@/words/compile.ts'
import { speakWords } from '@/words/words.ts'

const files = import.meta.glob<string>('@/locales/*.ftl', { query: '?raw', import: 'default', eager: true })

/** Of every language in `locales/`, by its tag. */
const words = new Map(
  Object.entries(files).map(([path, text]) => [path.replace(/^.*\/|\.ftl$/g, ''), compileWords(text)]),
)
export const languages = [...words.keys()]

/** From now on the real words of this language are shown. */
export function speak(language: string): void {
  const spoken = words.get(language)
  if (!spoken) throw new Error(`There are no words in ${language}.`)
  speakWords(language, language, spoken)
}
