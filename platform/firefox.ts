import { browser } from 'wxt/browser'
import { limits } from '@/engine/base/limits.ts'
import { fromRuntimePort, panelPortName } from '@/ipc/port.ts'
import { takeBrowserStart } from './browser-start.ts'
import { canPickSpeaker } from './has-api.ts'
import type { Platform } from './platform.ts'

let awakeTimer: ReturnType<typeof setInterval> | undefined

/** Firefox: the engine lives in the event page, the panel is the sidebar, and a sidebar holds the call that it joins. */
export const firefox: Platform = {
  has: {
    pageRooms: true,
    notifications: true,
    httpsOnlyMode: true,
    keys: true,
    get pickSpeaker() {
      return canPickSpeaker()
    },
  },

  isHostInBackground: true,
  // Firefox starts its event page by itself when somebody connects.
  openHostPort: () => Promise.resolve(fromRuntimePort(browser.runtime.connect({ name: panelPortName }))),
  /**
   * Firefox suspends the event page after 30 s without an extension event, whatever connections are open in it. A
   * call of an extension API counts as one (measured; no permission needed, where an alarm would need one).
   */
  keepAwake(isNeeded) {
    if (isNeeded) {
      awakeTimer ??= setInterval(() => void browser.runtime.getPlatformInfo(), limits.keepAwakeIntervalMs)
    } else {
      clearInterval(awakeTimer)
      awakeTimer = undefined
    }
  },
  isBrowserStart: takeBrowserStart,

  openPanel() {
    if (!hasSidebar(browser)) return
    browser.sidebarAction.open().catch((error: unknown) => {
      console.error('The sidebar could not be opened', error)
    })
  },
  openPanelByToolbar() {
    browser.action.onClicked.addListener(() => {
      if (!hasSidebar(browser)) return
      browser.sidebarAction.toggle().catch((error: unknown) => {
        console.error('The sidebar could not be opened or closed', error)
      })
    })
  },

  asksForMicrophone: 'here',
  openPermissionPage() {
    // The sidebar asks by itself.
  },
  // `about:preferences` is closed to extensions.
  openBrowserSettings: undefined,
  async joinCallHere(roomId) {
    const { joinInSidebar } = await import('./join-in-sidebar.ts')
    return joinInSidebar(roomId)
  },
}

/** What Firefox has and the types, which are Chrome's, do not know. */
interface SidebarApi {
  sidebarAction: { toggle(): Promise<void>; open(): Promise<void> }
}

function hasSidebar(api: object): api is SidebarApi {
  return 'sidebarAction' in api
}
