import { browser } from 'wxt/browser'

const offscreenPath = 'offscreen.html'

/**
 * In Chrome the engine lives in the offscreen document. `USER_MEDIA` and `WEB_RTC` are the reasons for which
 * Chrome lets it stay; there can be only one, and a second call fails while the first is still at it.
 */
let creating: Promise<void> | undefined

/** Makes sure that the offscreen document is there. Any extension page may ask; all mean the same document. */
export async function ensureOffscreenDocument(): Promise<void> {
  creating ??= create().finally(() => (creating = undefined))
  await creating
}

async function create() {
  if (await browser.offscreen.hasDocument()) return
  try {
    await browser.offscreen.createDocument({
      url: offscreenPath,
      reasons: [browser.offscreen.Reason.WEB_RTC, browser.offscreen.Reason.USER_MEDIA],
      justification: 'Keeps the conversation going while the panel is closed.',
    })
  } catch (error) {
    // Another page was first.
    if (!(await browser.offscreen.hasDocument())) throw error
  }
}

/** Its window, for other extension pages in the same process; undefined where they aren't, or before it has loaded. */
export function offscreenWindow(): Window | undefined {
  const url = browser.runtime.getURL(`/${offscreenPath}`)
  return browser.extension
    .getViews()
    .filter(isWindow)
    .find((view) => view.location.href === url)
}

/** The types of extension APIs know nothing of a window. */
const isWindow = (view: object): view is Window => 'location' in view && 'structuredClone' in view
