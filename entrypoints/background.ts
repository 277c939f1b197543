import { browser } from 'wxt/browser'
import { defineBackground } from 'wxt/utils/define-background'
import { listenForCallCommands } from '@/bridge/call-commands.ts'
import { ensureHost } from '@/bridge/host-chrome.ts'
import { createKeepAwake, toggleSidebar } from '@/bridge/host-firefox.ts'
import { listenForPageRequests } from '@/bridge/page-requests.ts'
import { createRemoteCalls } from '@/bridge/remote-calls.ts'
import { runHost } from '@/bridge/run-host.ts'
import { listenForCallSigns } from '@/bridge/show-call-sign.ts'

/**
 * A listener is what makes a browser run the background when it starts, and with it the host, which joins again
 * what was joined when the browser closed.
 */
function runAtBrowserStart(act: () => void) {
  browser.runtime.onStartup.addListener(act)
}

/** Chrome: the service worker only opens doors. The engine lives in the offscreen document. */
function startChrome() {
  void browser.sidePanel.setPanelBehavior({ openPanelOnActionClick: true })
  // So that the host is warm when the panel opens; a worker that wakes later finds it there.
  void ensureHost()
  runAtBrowserStart(() => void ensureHost())
  listenForPageRequests()
  listenForCallCommands()
  listenForCallSigns()
}

/** Firefox: the event page is the host. Listeners must be there before the first turn ends. */
function startFirefox() {
  const keepAwake = createKeepAwake()
  // Running is all: the host does the rest.
  runAtBrowserStart(() => undefined)
  runHost({ createCalls: createRemoteCalls, onJoinedRooms: (count) => keepAwake.set(count > 0) })
  browser.action.onClicked.addListener(toggleSidebar)
  listenForPageRequests()
  listenForCallSigns()
}

export default defineBackground({
  type: 'module',
  main: import.meta.env.FIREFOX ? startFirefox : startChrome,
})
