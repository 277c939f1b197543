import { browser } from 'wxt/browser'
import { fromRuntimePort } from '@/ipc/port.ts'
import { askIsBrowserStart } from './browser-start-message.ts'
import { canPickSpeaker, hasApi } from './has-api.ts'
import { connectPanel } from './direct-port.ts'
import { ensureOffscreenDocument, offscreenWindow } from './offscreen-document.ts'
import { openPanelWindow } from './panel-window.ts'
import type { Platform } from './platform.ts'

/** Chrome and what is made of it: the engine lives in an offscreen document, the panel is the side panel. */
export const chrome: Platform = {
  has: {
    get pageRooms() {
      return hasApi('contextMenus') || hasApi('commands')
    },
    notifications: true,
    httpsOnlyMode: false,
    get keys() {
      return hasApi('commands')
    },
    get pickSpeaker() {
      return canPickSpeaker()
    },
  },

  isHostInBackground: false,
  async openHostPort() {
    await ensureOffscreenDocument()
    return connectPanel((name) => fromRuntimePort(browser.runtime.connect({ name })), offscreenWindow())
  },
  keepAwake() {
    // An offscreen document stays as long as it has connections or sound.
  },
  isBrowserStart: askIsBrowserStart,

  openPanel(windowId) {
    if (!hasApi('sidePanel')) return openPanelWindow(windowId)
    browser.sidePanel.open({ windowId }).catch((error: unknown) => {
      // Without a gesture; whoever has the panel open sees the request there.
      console.error('The panel could not be opened', error)
    })
  },
  openPanelByToolbar() {
    if (hasApi('sidePanel')) {
      browser.sidePanel
        .setPanelBehavior({ openPanelOnActionClick: true })
        .catch((error: unknown) => console.error('The button does not open the panel', error))
    } else browser.action.onClicked.addListener((tab) => openPanelWindow(tab.windowId))
  },

  asksForMicrophone: 'in-tab',
  openPermissionPage(roomId) {
    openPermissionTab(roomId).catch((error: unknown) => {
      console.error('The page that asks for the microphone could not be opened', error)
    })
  },
  openBrowserSettings() {
    const site = encodeURIComponent(browser.runtime.getURL('').replace(/\/$/, ''))
    browser.tabs
      .create({ url: `chrome://settings/content/siteDetails?site=${site}` })
      .catch((error: unknown) => console.error('The browser’s settings could not be opened', error))
  },
  joinCallHere: undefined,
}

async function openPermissionTab(roomId: string | undefined) {
  const room = roomId === undefined ? '' : `#room=${encodeURIComponent(roomId)}`
  // With an opener, the tab in which the person was comes back when this one closes.
  const [opener] = await browser.tabs.query({ active: true, currentWindow: true })
  await browser.tabs.create({
    url: browser.runtime.getURL('/permission.html') + room,
    ...(opener?.id !== undefined && { openerTabId: opener.id }),
  })
}
