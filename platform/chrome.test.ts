import { beforeEach, describe, expect, test, vi } from 'vitest'
import { browser } from 'wxt/browser'
import { eventually } from '@/engine/testing/eventually.ts'
import { listenForCallCommands } from './call-commands.ts'
import { chrome } from './chrome.ts'
import { listenForPageRequests } from './page-requests.ts'

/** A Chromium that has a toolbar and windows, and of all that may be missing nothing (Arc, Yandex). */
function bareBrowser() {
  const opened: unknown[] = []
  const focused: number[] = []
  const contexts: { documentUrl: string; windowId: number }[] = []
  let click = (_tab: { windowId: number }) => {}
  vi.stubGlobal('location', { hash: '' })
  Object.assign(browser, {
    sidePanel: undefined,
    contextMenus: undefined,
    commands: undefined,
    action: { onClicked: { addListener: (listener: typeof click) => (click = listener) } },
    windows: {
      create: (what: object) => Promise.resolve(opened.push(what)),
      update: (windowId: number) => Promise.resolve(focused.push(windowId)),
    },
  })
  Object.assign(browser.runtime, {
    getURL: (path: string) => `chrome-extension://id${path}`,
    getContexts: () => Promise.resolve(contexts),
  })
  return { opened, focused, contexts, click: (windowId: number) => click({ windowId }) }
}

describe('Chrome without a side panel', () => {
  let bare: ReturnType<typeof bareBrowser>
  beforeEach(() => (bare = bareBrowser()))

  test('opens the panel of a window in a window of its own, by the toolbar’s button', async () => {
    chrome.openPanelByToolbar()
    bare.click(7)
    const url = 'chrome-extension://id/sidepanel.html#window=7'
    await eventually(() => expect(bare.opened).toEqual([expect.objectContaining({ type: 'popup', url })]))
  })

  test('shows the one that is open already', async () => {
    bare.contexts.push({ documentUrl: 'chrome-extension://id/sidepanel.html#window=7', windowId: 9 })
    chrome.openPanel(7)
    await eventually(() => expect(bare.focused).toEqual([9]))
    expect(bare.opened).toEqual([])
  })

  test('starts its background where menus and keys are missing, too, and offers nothing of them', () => {
    listenForPageRequests()
    listenForCallCommands()
    expect(chrome.has).toMatchObject({ pageRooms: false, keys: false })
  })
})
