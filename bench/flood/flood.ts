import type { Page } from 'puppeteer-core'
import { roundOf, type Progress } from '../progress.ts'
import { timesTable, type Report, type Table } from '../report.ts'
import { summarise } from '../statistics.ts'
import type { Said } from './flood-page.ts'
import { countKept, noteShown, noteStalls } from './in-host.ts'
import { openRoomOfThree, type RoomOfThree } from './room-of-three.ts'

const defaultRounds = 2
const perSecond = 400
const durationMs = 10_000
const honestCount = durationMs / 1_000
const floods = { short: 20, long: 4_000 } as const
type Flood = keyof typeof floods
const flood = (characters: number) => ({
  words: 'Flood',
  count: (perSecond * durationMs) / 1_000,
  characters,
})
/** How long an honest message is waited for, after the flood. */
const patienceMs = 60_000
const heapSampleMs = 250
const aimMs = 200

/** What the honest messages of one phase took, in milliseconds since they were said. */
interface Talk {
  readonly deliveredMs: number[]
  readonly shownMs: number[]
  /** Never confirmed; never shown, since newer ones had pushed them off the panel's page before it drew. */
  readonly undelivered: number
  readonly unshown: number
  /** Of all that were said, on the receiver's disk in the end. */
  readonly kept: number
  readonly longestStallMs: number
}

interface Round {
  readonly flood: Flood
  readonly quiet: Talk
  readonly flooded: Talk
  /** Messages a second that the flooder sent; fewer where its link was closed. */
  readonly floodPerSecond: number
  /** How many of them the receiver's disk had when the last honest message was there. */
  readonly floodKept: number
  readonly heapBeforeMegabytes: number
  readonly heapMostMegabytes: number
  readonly heapAfterMegabytes: number
}

async function heapMegabytes(page: Page, isCollected: boolean): Promise<number> {
  const session = await page.createCDPSession()
  try {
    if (isCollected) await session.send('HeapProfiler.collectGarbage')
    return (await session.send('Runtime.getHeapUsage')).usedSize / 1_048_576
  } finally {
    await session.detach()
  }
}

/** Samples the host's heap until told to stop, and gives the most that it held. */
function watchHeap(page: Page) {
  let [most, isStopped] = [0, false]
  const watching = (async () => {
    while (!isStopped) {
      most = Math.max(most, await heapMegabytes(page, false))
      await new Promise((resolve) => setTimeout(resolve, heapSampleMs))
    }
  })()
  return async () => {
    isStopped = true
    await watching
    return most
  }
}

/** Bob says something every second, and Ada's panel is watched for it. */
async function talk({ ada, bob, clockDifference }: RoomOfThree, words: string): Promise<Talk> {
  const [panel, { hostPage }] = [ada.browser.panelPage(), ada.browser]
  const differenceMs = await clockDifference()
  await panel.evaluate(noteShown, words)
  await hostPage.evaluate('longestStallMs = 0')
  const said: Said[] = await bob.ask('speak', { words, count: honestCount, receiver: 'Ada', patienceMs })
  const shown = (await panel.evaluate('shownAtMs')) as Record<string, number>
  const deliveredMs = said.flatMap(({ deliveredAtMs, saidAtMs }) =>
    deliveredAtMs === undefined ? [] : [deliveredAtMs - saidAtMs],
  )
  const shownMs = said.flatMap(({ text, saidAtMs }) => {
    const atMs = shown[text]
    return atMs === undefined ? [] : [atMs - saidAtMs - differenceMs]
  })
  return {
    deliveredMs,
    shownMs,
    undelivered: said.length - deliveredMs.length,
    unshown: said.length - shownMs.length,
    kept: await panel.evaluate(countKept, words),
    longestStallMs: Number(await hostPage.evaluate('longestStallMs')),
  }
}

async function measureRound(kind: Flood, progress: (doing: string) => void): Promise<Round> {
  const room = await openRoomOfThree(flood(floods[kind]), progress)
  try {
    const { hostPage } = room.ada.browser
    await hostPage.evaluate(noteStalls)
    progress('honest messages without a flood')
    const quiet = await talk(room, 'Quiet message')
    const heapBeforeMegabytes = await heapMegabytes(hostPage, true)
    progress(`honest messages in a flood of ${perSecond} ${kind} ones a second`)
    const stopWatching = watchHeap(hostPage)
    const [{ released, tookMs }, flooded] = await Promise.all([
      room.mallory.ask('flood', perSecond),
      talk(room, 'Honest message'),
    ])
    const floodKept = await room.ada.browser.panelPage().evaluate(countKept, 'Flood')
    const heapMostMegabytes = await stopWatching()
    const heapAfterMegabytes = await heapMegabytes(hostPage, true)
    return {
      flood: kind,
      quiet,
      flooded,
      floodPerSecond: released / (tookMs / 1_000),
      floodKept,
      heapBeforeMegabytes,
      heapMostMegabytes,
      heapAfterMegabytes,
    }
  } finally {
    await room.close()
  }
}

function floodTable(rounds: readonly Round[]): Table {
  const megabytes = (value: number) => value.toFixed(1)
  return {
    columns: [
      'flood',
      'flood/s',
      'flood kept',
      'honest kept',
      'host stood still ms',
      'heap MB before',
      'most',
      'after',
    ],
    rows: rounds.map((round) => [
      round.flood,
      round.floodPerSecond.toFixed(0),
      String(round.floodKept),
      `${round.flooded.kept} of ${honestCount}`,
      round.flooded.longestStallMs.toFixed(0),
      megabytes(round.heapBeforeMegabytes),
      megabytes(round.heapMostMegabytes),
      megabytes(round.heapAfterMegabytes),
    ]),
  }
}

/** A phase's times of all rounds, by name; without those that have none. */
function seriesOf(name: string, talks: readonly Talk[]) {
  const all = [
    [`delivered, ${name}`, talks.flatMap(({ deliveredMs }) => deliveredMs)],
    [`shown, ${name}`, talks.flatMap(({ shownMs }) => shownMs)],
  ] as const
  return all.flatMap(([words, values]) => (values.length === 0 ? [] : [[words, summarise(values)] as const]))
}

/** How long an honest message takes while another member of the room floods. */
export async function measureFlood(rounds = defaultRounds, progress: Progress): Promise<Report> {
  const kinds = Object.keys(floods) as Flood[]
  const measured: Round[] = []
  for (let round = 0; round < rounds; round++) {
    for (const kind of kinds) {
      measured.push(await measureRound(kind, (doing) => progress(doing, roundOf(round, rounds))))
    }
  }
  const quiet = measured.map((round) => round.quiet)
  const floodedBy = (kind: Flood) => measured.flatMap((one) => (one.flood === kind ? [one.flooded] : []))
  const flooded = measured.map((round) => round.flooded)
  const lost = (of: (talk: Talk) => number) => flooded.reduce((sum, talk) => sum + of(talk), 0)
  const verdicts = kinds.map((kind) => {
    const times = floodedBy(kind).flatMap(({ shownMs }) => shownMs)
    if (times.length === 0) return `${kind}: none was shown`
    const { median, max } = summarise(times)
    return `${kind}: median ${median.toFixed(0)} ms, most ${max.toFixed(0)} ms`
  })
  return {
    title: `Flood: an honest message while a proved peer sends ${perSecond} messages/s (Chromium)`,
    tables: [
      timesTable('honest message, from send', [
        ...seriesOf('without a flood', quiet),
        ...kinds.flatMap((kind) => seriesOf(`in a flood of ${kind} messages`, floodedBy(kind))),
      ]),
      floodTable(measured),
    ],
    notes: [
      `Shown in a flood: ${verdicts.join('; ')} (aim: below ${aimMs} ms).`,
      `${rounds} rounds of each kind in fresh browsers, ${durationMs / 1_000} s each without and with the flood; one honest message a second. Short: ${floods.short} characters, long: ${floods.long}.`,
      `Delivered: confirmed to its sender as on the receiver’s disk; ${lost(({ undelivered }) => undelivered)} in a flood never were. Shown: in the panel’s DOM; ${lost(({ unshown }) => unshown)} in a flood never were, since newer ones had pushed them off its page.`,
      'The flood is signed before and sent at its rate whatever is confirmed, to the receiver only. Flood kept: how much of it was on the receiver’s disk when the last honest message was there. Host: its longest pause, and the JS heap that it shares with the panel, after garbage collection before and after, sampled between.',
    ],
    data: measured,
  }
}
