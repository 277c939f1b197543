import type { Page } from 'puppeteer-core'
import type { ChromiumOptions } from '../../testing/browsers/chromium.ts'
import { startInChromium } from '../../testing/browsers/person.ts'
import { startRelay } from '../../testing/servers/relay.ts'
import { serveBaseline } from '../../testing/baseline/serve-baseline.ts'

/** One person's browser process: the baseline page in the tab, our panel beside it. */
export async function openSeat(name: string, page: string, options: Partial<ChromiumOptions> = {}) {
  const person = await startInChromium(name, { language: 'en-US', page, ...options })
  return {
    person,
    /** The open panel's page. */
    get panel(): Page {
      return person.browser.panelPage()
    },
    /** The baseline page, in the tab beside the panel. */
    baseline: person.browser.tab,
    quit: () => person.browser.quit(),
  }
}

export type Seat = Awaited<ReturnType<typeof openSeat>>

/**
 * Two browser processes and a relay. Ours and the baseline page run in the same two processes, so that they meet the
 * same browser, the same flags and the same load; while one is measured the other has nothing open.
 */
export async function openPair(
  options: { page?: Parameters<typeof serveBaseline>[0]; browser?: Partial<ChromiumOptions> } = {},
) {
  const relay = await startRelay({ flags: ['--allowed-origins', '*'] })
  const page = await serveBaseline(options.page)
  const [ada, bob] = await Promise.all([
    openSeat('Ada', page.url(relay.url), options.browser),
    openSeat('Bob', page.url(relay.url), options.browser),
  ])
  return {
    relay,
    page,
    ada,
    bob,
    async close() {
      await Promise.all([ada.quit(), bob.quit()])
      page.close()
      await relay.stop()
    },
  }
}

/** Waits until the baseline page's status says so. */
export async function baselineStatus(seat: Seat, text: string) {
  await seat.baseline.waitForFunction(
    (wanted) => document.querySelector('[role=status]')?.textContent === wanted,
    { polling: 'mutation' },
    text,
  )
}
