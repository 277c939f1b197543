import { browser } from 'wxt/browser'
import { defineBackground } from 'wxt/utils/define-background'
import { createRemoteCalls } from '@/ipc/remote-calls.ts'
import { listenForBrowserStart } from '@/platform/browser-start.ts'
import { listenForCallCommands } from '@/platform/call-commands.ts'
import { platform } from '@/platform/current.ts'
import { ensureOffscreenDocument } from '@/platform/offscreen-document.ts'
import { listenForMessageNotifications } from '@/platform/message-notification.ts'
import { listenForPageRequests } from '@/platform/page-requests.ts'
import { listenForPageShares } from '@/platform/page-shares.ts'
import { runHost } from '@/platform/run-host.ts'
import { listenForToolbarBadges } from '@/platform/show-toolbar-badge.ts'

/** Listeners must be there before the first turn ends; a browser remembers them, and wakes the background for them. */
function listen() {
  listenForBrowserStart()
  platform.openPanelByToolbar()
  listenForPageRequests()
  listenForPageShares()
  listenForCallCommands()
  listenForToolbarBadges()
  listenForMessageNotifications()
}

/** Chrome: the service worker only opens doors. The engine lives in the offscreen document. */
function startChrome() {
  listen()
  // So that the host is warm when the panel opens; a worker that wakes later finds it there.
  warmUp()
  // With a listener for it the worker runs when the browser starts, and with it the host, which joins rooms again.
  browser.runtime.onStartup.addListener(warmUp)
}

function warmUp() {
  ensureOffscreenDocument().catch((error: unknown) => console.error('The host could not be started', error))
}

/** Firefox: the event page is the host. */
function startFirefox() {
  listen()
  runHost(createRemoteCalls)
}

export default defineBackground({
  type: 'module',
  main: import.meta.env.FIREFOX ? startFirefox : startChrome,
})
