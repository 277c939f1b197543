import type { Page } from 'puppeteer-core'
import { joinInPanel, panelStatus } from '../support/drive-panel.ts'
import { roundOf, type Progress } from '../progress.ts'
import { timesTable, type Report } from '../report.ts'
import { summarise } from '../statistics.ts'
import { clockOffset, type ClockOffset } from '../support/clocks.ts'
import { timeArrival, timeEnter } from '../support/in-page.ts'
import { baselineStatus, openPair, type Seat } from '../support/pair.ts'

const defaultRounds = 60
const warmUpRounds = 5
const frameMs = 1_000 / 60

interface End {
  readonly page: Page
  readonly clock: ClockOffset
}

interface Latency {
  readonly inDomMs: number
  readonly framedMs: number
  readonly paintedMs: number | undefined
  readonly ownInDomMs: number
}

async function withClock(page: Page): Promise<End> {
  return { page, clock: await clockOffset(page) }
}

/** Types a text into the focused field of one page, presses Enter, and waits until the other has painted it. */
async function sendMessage(from: End, to: End, text: string): Promise<Latency> {
  await from.page.focus('::-p-aria([role="textbox"][name="Message"])')
  await from.page.keyboard.sendCharacter(text)
  const arrival = to.page.evaluate(timeArrival, text)
  const echo = from.page.evaluate(timeArrival, text)
  const enter = from.page.evaluate(timeEnter)
  // Anywhere within a frame, not in step with the frames of the one before.
  await new Promise((resolve) => setTimeout(resolve, 20 + Math.random() * 2 * frameMs))
  await from.page.keyboard.press('Enter')
  const sentAtMs = (await enter) + from.clock.offsetMs
  const { inDomAtMs, framedAtMs, paintedAtMs } = await arrival
  const since = (atMs: number) => atMs + to.clock.offsetMs - sentAtMs
  return {
    inDomMs: since(inDomAtMs),
    framedMs: since(framedAtMs),
    paintedMs: paintedAtMs === undefined ? undefined : since(paintedAtMs),
    ownInDomMs: (await echo).inDomAtMs + from.clock.offsetMs - sentAtMs,
  }
}

async function connect(ada: Seat, bob: Seat, relayUrl: string) {
  await joinInPanel(ada.panel, { name: 'Ada', relayUrl })
  await panelStatus(ada.panel, 'Waiting')
  await joinInPanel(bob.panel, { name: 'Bob', relayUrl })
  await Promise.all([ada, bob].map((seat) => panelStatus(seat.panel, 'Connected')))
  await ada.baseline.click('#join')
  await baselineStatus(ada, 'Waiting')
  await bob.baseline.click('#join')
  await Promise.all([ada, bob].map((seat) => baselineStatus(seat, 'Connected')))
}

/** From Enter in one panel to painted in the other, beside the baseline page's data channel, in alternating rounds. */
export async function measureLatency(rounds = defaultRounds, progress: Progress): Promise<Report> {
  progress('opening two browsers')
  const pair = await openPair()
  const { ada, bob, relay } = pair
  const [ours, baseline, rtts, forth, back] = [[], [], [], [], []] as [
    Latency[],
    Latency[],
    number[],
    Latency[],
    Latency[],
  ]
  let clocks: Record<string, ClockOffset>
  try {
    await connect(ada, bob, relay.url)
    const ends = {
      adaPanel: await withClock(ada.panel),
      bobPanel: await withClock(bob.panel),
      adaBaseline: await withClock(ada.baseline),
      bobBaseline: await withClock(bob.baseline),
    }
    clocks = Object.fromEntries(Object.entries(ends).map(([name, end]) => [name, end.clock]))
    for (let round = -warmUpRounds; round < rounds; round++) {
      progress(round < 0 ? 'warming up' : 'a message of each', roundOf(round, rounds))
      const isForth = round % 2 === 0
      const text = `This is message ${round} of the bench.`
      const viaOurs = isForth
        ? await sendMessage(ends.adaPanel, ends.bobPanel, text)
        : await sendMessage(ends.bobPanel, ends.adaPanel, text)
      const rttMs = Number(await (isForth ? ada : bob).baseline.evaluate(`ping(${JSON.stringify(text)})`))
      const viaBaseline = isForth
        ? await sendMessage(ends.adaBaseline, ends.bobBaseline, text)
        : await sendMessage(ends.bobBaseline, ends.adaBaseline, text)
      if (round < 0) continue
      ours.push(viaOurs)
      baseline.push(viaBaseline)
      rtts.push(rttMs)
      ;(isForth ? forth : back).push(viaOurs)
    }
  } finally {
    await pair.close()
  }

  const series = (latencies: readonly Latency[], of: (one: Latency) => number | undefined) =>
    summarise(latencies.flatMap((one) => of(one) ?? []))
  const framed = series(ours, (one) => one.framedMs)
  const rtt = summarise(rtts)
  const frames = (ms: number) => (ms / frameMs).toFixed(2)
  const [there, here] = [forth, back].map((half) => series(half, (one) => one.framedMs).median)
  const withinMs = Math.max(...Object.values(clocks).map((clock) => clock.withinMs))
  return {
    title: 'Latency: from Enter in one panel to painted in the other (Chromium to Chromium)',
    tables: [
      timesTable('after Enter', [
        ['Sidetone: in the sender’s DOM', series(ours, (one) => one.ownInDomMs)],
        ['Sidetone: in the other’s DOM', series(ours, (one) => one.inDomMs)],
        ['Sidetone: frame made', framed],
        ['Sidetone: painted (element timing)', series(ours, (one) => one.paintedMs)],
        ['baseline page: in the other’s DOM', series(baseline, (one) => one.inDomMs)],
        ['baseline page: frame made', series(baseline, (one) => one.framedMs)],
        ['baseline page: painted (element timing)', series(baseline, (one) => one.paintedMs)],
        ['baseline page: raw round trip', rtt],
      ]),
    ],
    notes: [
      `Frame made, less the raw round trip: median ${(framed.median - rtt.median).toFixed(1)} ms, ${frames(framed.median - rtt.median)} frames of 16.7 ms (aim: 1); p90 ${frames(framed.p90 - rtt.median)} frames.`,
      `${rounds} messages in alternating rounds after ${warmUpRounds} that do not count, every other one in the other direction.`,
      'Enter: the keydown event’s time stamp. Frame made: an animation frame after the DOM changed, and a task behind it. Element timing is the browser’s own and rounds to 4 ms.',
      `Clocks: each page’s was compared with one common clock and is known to within ${withinMs.toFixed(2)} ms; Ada to Bob took ${there?.toFixed(1) ?? '?'} ms and Bob to Ada ${here?.toFixed(1) ?? '?'} ms (medians).`,
    ],
    data: { clocks, frameMs, rtt: { ...rtt, rtts }, ours: { ...framed, messages: ours }, baseline },
  }
}
