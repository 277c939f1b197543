import * as v from 'valibot'
import { browser } from 'wxt/browser'
import type { CompiledWords } from './compile.ts'
import { formatFor, languageFor, type Language } from './languages.ts'
import { speakWords } from './words.ts'

/** What the build made of a file in `locales/`; Fluent reads the rest. */
const wordsSchema = v.custom<CompiledWords>(
  (words) => typeof words === 'object' && words !== null && 'body' in words && Array.isArray(words.body),
)

let loaded: { readonly language: Language; readonly done: Promise<void> } | undefined

/**
 * Loads the words of the browser's language and no other's, if they are not there yet. They are a file of the extension
 * and no module, since a service worker may not import anything later.
 */
export function loadWords(): Promise<void> {
  const tag = browser.i18n.getUILanguage()
  const language = languageFor(tag)
  if (loaded?.language !== language) {
    const done = load(language, formatFor(language, tag))
    loaded = { language, done }
    // Whoever waits for it is told; the next one tries anew.
    done.catch(() => (loaded = undefined))
  }
  return loaded.done
}

async function load(language: Language, format: string) {
  const response = await fetch(`/words/${language}.json`)
  speakWords(language, format, v.parse(wordsSchema, await response.json()))
}
