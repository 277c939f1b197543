import type { Browser, Page } from 'puppeteer-core'
import { until } from '../browsers/panel.ts'

/** What the person decided about the microphone; `prompt`: nothing yet. */
export type MicrophonePermission = 'granted' | 'prompt' | 'denied'

/** As Chromium's settings call them. */
const settings = { granted: 'allow', prompt: 'default', denied: 'block' } as const

/**
 * Changes an extension's microphone permission by the page that people use for that, and so with all that follows: pages
 * are told, and tracks end where it was taken away. DevTools' own override (`overridePermissions`) changes only answers.
 */
export async function changeMicrophonePermission(
  browser: Browser,
  extensionPage: Page,
  permission: MicrophonePermission,
) {
  const page = await browser.newPage({ background: true })
  try {
    await page.goto('chrome://settings/content/microphone')
    // `origin` is "null" to Node.
    const { protocol, host } = new URL(extensionPage.url())
    const words = JSON.stringify([`${protocol}//${host}`, 'media-stream-mic', settings[permission]])
    await page.evaluate(`chrome.send('setOriginPermissions', ${words})`)
    await until(
      `the permission ${permission}`,
      () =>
        extensionPage.evaluate(async () => (await navigator.permissions.query({ name: 'microphone' })).state),
      (state) => state === permission,
    )
  } finally {
    await page.close()
  }
}
