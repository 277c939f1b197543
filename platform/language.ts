import * as v from 'valibot'
import { browser } from 'wxt/browser'
import type { SidetoneDatabase } from '@/engine/storage/database.ts'
import { loadWords } from '@/words/load-words.ts'

const toldSchema = v.object({ type: v.literal('language-changed') })

/** Tells the background that another language may have been chosen: it made the menus and the toolbar's title. */
export function tellLanguage() {
  browser.runtime.sendMessage({ type: 'language-changed' }).catch((error: unknown) => {
    console.debug('Nobody heard that the language changed', error)
  })
}

/** Call it in the background's first turn: a listener that is there later misses what woke the background. */
export function onLanguageChange(handle: () => void) {
  browser.runtime.onMessage.addListener((message: unknown) => {
    if (v.is(toldSchema, message)) handle()
  })
}

/** Loads the words of the language that was chosen, for what is said outside of a page. */
export async function loadChosenWords({ settings }: Pick<SidetoneDatabase, 'settings'>): Promise<void> {
  const saved = await settings.get('own').catch((error: unknown) => {
    console.error('Which language was chosen could not be read', error)
    return undefined
  })
  await loadWords(saved?.language ?? '')
}
