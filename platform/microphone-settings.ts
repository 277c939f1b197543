import { browser } from 'wxt/browser'

/** Opens the browser's page on what this extension may do. Only Chrome lets an extension open it. */
export function openMicrophoneSettings() {
  const site = encodeURIComponent(browser.runtime.getURL('').replace(/\/$/, ''))
  void browser.tabs.create({ url: `chrome://settings/content/siteDetails?site=${site}` })
}

/** Opens the tab in which Chrome asks for the microphone; afterwards the room's call starts, where one is named. */
export async function openPermissionPage(roomId: string | undefined) {
  const room = roomId === undefined ? '' : `#room=${encodeURIComponent(roomId)}`
  // With an opener, the tab in which the person was comes back when this one closes.
  const [opener] = await browser.tabs.query({ active: true, currentWindow: true })
  await browser.tabs.create({
    url: browser.runtime.getURL('/permission.html') + room,
    ...(opener?.id !== undefined && { openerTabId: opener.id }),
  })
}
