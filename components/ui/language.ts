import { directionOf } from '@/words/languages.ts'
import { loadWords } from '@/words/load-words.ts'
import { wordsLanguage } from '@/words/words.ts'

/** Loads the words, and says on the document which language they are in: that, and not the browser's, is what is shown. */
export async function speakOnPage(): Promise<void> {
  await loadWords()
  const language = wordsLanguage()
  document.documentElement.lang = language
  document.documentElement.dir = directionOf(language)
}
