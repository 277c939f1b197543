import { browser } from 'wxt/browser'
import { defineBackground } from 'wxt/utils/define-background'
import { listenForCallCommands } from '@/platform/call-commands.ts'
import { ensureHost } from '@/platform/chrome-host.ts'
import { createKeepAwake, toggleSidebar } from '@/platform/firefox-host.ts'
import { listenForPageRequests } from '@/platform/page-requests.ts'
import { createRemoteCalls } from '@/ipc/remote-calls.ts'
import { runHost } from '@/ipc/run-host.ts'
import { listenForToolbarBadges } from '@/platform/show-toolbar-badge.ts'

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
  listenForToolbarBadges()
}

/** Firefox: the event page is the host. Listeners must be there before the first turn ends. */
function startFirefox() {
  const keepAwake = createKeepAwake()
  // Running is all: the host does the rest.
  runAtBrowserStart(() => undefined)
  runHost({ createCalls: createRemoteCalls, onJoinedRooms: (count) => keepAwake.set(count > 0) })
  browser.action.onClicked.addListener(toggleSidebar)
  listenForPageRequests()
  listenForToolbarBadges()
}

export default defineBackground({
  type: 'module',
  main: import.meta.env.FIREFOX ? startFirefox : startChrome,
})
