import { until } from '../browsers/panel.ts'
import type { MicrophonePermission } from './chromium-permission.ts'

const changes = {
  granted: "addFromPrincipal(principal, 'microphone', Services.perms.ALLOW_ACTION)",
  denied: "addFromPrincipal(principal, 'microphone', Services.perms.DENY_ACTION)",
  prompt: "removeFromPrincipal(principal, 'microphone')",
}

const answers = {
  allow: 'notification.button.click()',
  block: 'notification.secondaryButton.click()',
  dismiss: 'PopupNotifications.panel.hidePopup()',
}

/**
 * An extension's microphone permission in Firefox, with the real prompt (a doorhanger), driven in the browser's own
 * scope. `inChrome` evaluates an expression there, in the window with the sidebar.
 */
export function createFirefoxMicrophone(
  extensionId: string,
  inChrome: (expression: string) => Promise<string | undefined>,
) {
  const promptIsShown = async () =>
    (await inChrome(
      `PopupNotifications.panel.state === 'open' &&
        PopupNotifications.panel.firstElementChild?.id === 'webRTC-shareDevices-notification'`,
    )) === 'true'

  return {
    promptIsShown,

    /**
     * Changes the remembered decision, and forgets one for this time only. A page that has the microphone open keeps it: see
     * `stopSharing`.
     */
    async setPermission(permission: MicrophonePermission) {
      await inChrome(`(() => {
        const { principal } = WebExtensionPolicy.getByID('${extensionId}').extension
        Services.perms.${changes[permission]}
        const sidebar = document.getElementById('sidebar').contentDocument?.getElementById('webext-panels-browser')
        if (sidebar) SitePermissions.clearTemporaryBlockPermissions(sidebar)
      })()`)
    },

    /**
     * Waits for the prompt and answers it. "Block" that is not to be remembered holds until the page is loaded again.
     * A prompt that is dismissed shows nowhere beside a sidebar: `getUserMedia` goes on waiting, and no other prompt shows.
     */
    async answerPrompt(answer: keyof typeof answers, { remember = false } = {}) {
      await until('the prompt for the microphone', promptIsShown, Boolean)
      await inChrome(`(() => {
        const notification = PopupNotifications.panel.firstElementChild
        if (notification.checkbox.checked !== ${remember}) notification.checkbox.click()
        ${answers[answer]}
      })()`)
    },

    /** What "stop sharing" does in the browser's own controls: the tracks end, and the next time it asks again. */
    async stopSharing() {
      await inChrome(`(() => {
        for (const { browser } of webrtcUI.getActiveStreams(false, true, false)) {
          const page = browser.browsingContext.currentWindowGlobal
          page.getActor('WebRTC').sendAsyncMessage('webrtc:StopSharing', String(page.innerWindowId))
        }
        webrtcUI.activePerms.clear()
      })()`)
    },

    /** Whether the browser shows that a microphone is in use. */
    indicatorIsShown: async () => (await inChrome('webrtcUI.showMicrophoneIndicator')) === 'true',
  }
}
