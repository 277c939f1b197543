import { shallowRef } from 'vue'
import { directionOf } from '@/words/languages.ts'
import { loadWords } from '@/words/load-words.ts'
import { onUseOfWords, wordsLanguage } from '@/words/words.ts'

/** Counts the languages: what is shown depends on it, and is shown anew in another one. */
const change = shallowRef(0)
onUseOfWords(() => change.value)

/**
 * Speaks a language on this page (`''` is the browser's), and says on the document which one: that of the words, which
 * is not always the browser's.
 */
export async function speakOnPage(chosen: string): Promise<void> {
  await loadWords(chosen)
  const language = wordsLanguage()
  if (document.documentElement.lang === language) return
  document.documentElement.lang = language
  document.documentElement.dir = directionOf(language)
  change.value += 1
}
