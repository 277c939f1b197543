import * as v from 'valibot'
import { browser } from 'wxt/browser'
import { platform } from './current.ts'
import { hasApi } from './has-api.ts'
import { draftOfPlace } from './page-share.ts'
import { windowOfPanel } from './panel-window.ts'
import { t } from '@/words/words.ts'

/** The menu item by which a person tells of a page, or of what is on it. */
export const shareMenuItem = {
  id: 'share',
  title: () => t('share-page-menu'),
  contexts: ['page', 'frame', 'selection', 'link', 'image'],
} as const

/** An older one was for a panel that never opened. */
const maxAgeMs = 60_000

const shareSchema = v.object({ windowId: v.number(), text: v.string(), atMs: v.number() })
const keyPrefix = 'share '

/**
 * Takes what a person wants to tell of a page to the panel of that window, which opens for it. It waits in the memory of
 * the browser and not on disk: an address may carry a secret, and a panel may never come for it.
 *
 * Call it in the background's first turn: a listener that is there later misses what woke the background.
 */
export function listenForPageShares() {
  if (!hasApi('contextMenus')) return
  browser.contextMenus.onClicked.addListener((info, tab) => {
    if (info.menuItemId !== shareMenuItem.id || !tab) return
    // First: the gesture does not outlive an `await`.
    platform.openPanel(tab.windowId)
    const share = { windowId: tab.windowId, text: draftOfPlace(info), atMs: Date.now() }
    if (share.text === '') return
    browser.storage.session.set({ [keyPrefix + crypto.randomUUID()]: share }).catch((error: unknown) => {
      console.error('What is to be told of a page could not be passed on', error)
    })
  })
}

/** Hands what a person tells of pages in this panel's window to `act`, each once. Returns what ends it. */
export function onPageShare(act: (text: string) => void): () => void {
  let isOver = false
  const windowId = windowOfPanel()
  const { session } = browser.storage

  /** A window may show two panels: one of them takes it. */
  const take = async () => {
    const own = await windowId
    await navigator.locks.request('page-shares', async () => {
      if (isOver) return
      const found = Object.entries(await session.get(null)).flatMap(([key, value]) => {
        const share = key.startsWith(keyPrefix) ? v.safeParse(shareSchema, value) : undefined
        return share?.success ? [{ key, ...share.output }] : []
      })
      const isFresh = ({ atMs }: { atMs: number }) => Date.now() - atMs < maxAgeMs
      const ours = found.filter((share) => share.windowId === own && isFresh(share))
      const done = found.filter((share) => ours.includes(share) || !isFresh(share))
      if (done.length > 0) await session.remove(done.map(({ key }) => key))
      for (const { text } of ours.sort((a, b) => a.atMs - b.atMs)) act(text)
    })
  }
  const look = () => {
    take().catch((error: unknown) => console.error('What is to be told of a page was not taken', error))
  }

  session.onChanged.addListener(look)
  look()
  return () => {
    isOver = true
    session.onChanged.removeListener(look)
  }
}
