import { browser } from 'wxt/browser'

/** As wide as a side panel that shows rooms and messages beside each other is not: one column, and room to read. */
const size = { width: 420, height: 760 }
const hashPattern = /^#window=(\d+)$/

/** The panel of a window in a window of its own, for browsers that have no side panel (Arc, Yandex). */
export function openPanelWindow(windowId: number) {
  show(windowId).catch((error: unknown) => console.error('The panel could not be opened', error))
}

async function show(windowId: number) {
  const url = `${browser.runtime.getURL('/sidepanel.html')}#window=${windowId}`
  const contexts = await browser.runtime.getContexts({})
  const open = contexts.find((context) => context.documentUrl === url)
  if (open) await browser.windows.update(open.windowId, { focused: true })
  else await browser.windows.create({ type: 'popup', url, ...size })
}

/** The window whose panel this document is: the one that it is in, or the one that it was opened for. */
export async function windowOfPanel(): Promise<number | undefined> {
  const [, openedFor] = hashPattern.exec(location.hash) ?? []
  return openedFor === undefined ? (await browser.windows.getCurrent()).id : Number(openedFor)
}
