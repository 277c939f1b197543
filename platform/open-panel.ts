import { browser } from 'wxt/browser'
import { openSidebar } from './firefox-host.ts'

/** Opens the panel of a window, where it is closed. Only within a person's gesture, before any `await`. */
export function openPanelOf(windowId: number) {
  if (import.meta.env.FIREFOX) return openSidebar()
  browser.sidePanel.open({ windowId }).catch((error: unknown) => {
    // Without a gesture; whoever has the panel open sees the request there.
    console.error('The panel could not be opened', error)
  })
}
