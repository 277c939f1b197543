import * as v from 'valibot'
import { browser } from 'wxt/browser'
import type { CompiledWords } from './compile.ts'
import { chooseLanguage } from './languages.ts'
import { speakWords } from './words.ts'

declare module 'wxt/browser' {
  /** A word that no text of ours in `_locales/` has (manifest-messages.ts). */
  interface WxtI18n {
    getMessage(messageName: 'language'): string
  }
}

/** What the build made of a file in `locales/`; Fluent reads the rest. */
const wordsSchema = v.custom<CompiledWords>(
  (words) => typeof words === 'object' && words !== null && 'body' in words && Array.isArray(words.body),
)

let latest: { readonly language: string; readonly done: Promise<void> } | undefined

/**
 * Loads the words of the language that a person chose (`''` is the browser's) and no other's, if they are not there
 * yet. They are a file of the extension and no module, since a service worker may not import anything later.
 */
export function loadWords(chosen: string): Promise<void> {
  // Which of the languages the browser chose for the manifest, it tells only by its words.
  const offered = browser.i18n.getMessage('language')
  const { language, format } = chooseLanguage(chosen, offered, browser.i18n.getUILanguage())
  if (latest?.language === language) return latest.done
  const own = { language, done: load() }
  latest = own
  // The caller is told; the next one tries anew.
  own.done.catch(() => {
    if (latest === own) latest = undefined
  })
  return own.done

  async function load() {
    const response = await fetch(`/words/${language}.json`)
    const words = v.parse(wordsSchema, await response.json())
    // Another one may have been chosen meanwhile.
    if (latest === own) speakWords(language, format, words)
  }
}
