import { performance } from 'node:perf_hooks'
import type { Page } from 'puppeteer-core'

const samples = 40

export interface ClockOffset {
  /** What to add to the page's clock (`performance.timeOrigin + performance.now()`) to get ours. */
  readonly offsetMs: number
  /** The offset is known to within this: half of the fastest round trip. */
  readonly withinMs: number
}

/** Compares a page's clock with this process's: the fastest of many round trips says it best, as in NTP. */
export async function clockOffset(page: Page): Promise<ClockOffset> {
  const nowMs = () => performance.timeOrigin + performance.now()
  let best = { offsetMs: 0, withinMs: Infinity }
  for (let i = 0; i < samples; i++) {
    const sentMs = nowMs()
    const theirsMs = await page.evaluate('performance.timeOrigin + performance.now()')
    const withinMs = (nowMs() - sentMs) / 2
    if (withinMs < best.withinMs) best = { offsetMs: sentMs + withinMs - Number(theirsMs), withinMs }
  }
  return best
}
