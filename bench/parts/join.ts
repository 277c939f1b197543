import { roundOf, type Progress } from '../progress.ts'
import { timesTable, type Report } from '../report.ts'
import { summarise } from '../statistics.ts'
import { joinBaseline, joinOurs, stepSummaries, takeSeats, type Join } from '../support/joins.ts'
import { openPair } from '../support/pair.ts'

const defaultRounds = 21
const warmUpRounds = 3

/** From clicking Join to "Connected" when the other person is in the room, beside the baseline page, in alternating rounds. */
export async function measureJoin(rounds = defaultRounds, progress: Progress): Promise<Report> {
  progress('opening two browsers')
  const pair = await openPair()
  const { ada, bob, relay } = pair
  const ours: Join[] = []
  const baseline: Join[] = []
  try {
    await takeSeats(ada, bob, relay.url)
    for (let round = -warmUpRounds; round < rounds; round++) {
      progress(round < 0 ? 'warming up' : 'a join of each', roundOf(round, rounds))
      const joins = [await joinOurs(ada, bob, relay.url), await joinBaseline(ada, bob)] as const
      if (round < 0) continue
      ours.push(joins[0])
      baseline.push(joins[1])
    }
  } finally {
    await pair.close()
  }

  const [ourTimes, baselineTimes] = [ours, baseline].map((joins) =>
    summarise(joins.map(({ joinMs }) => joinMs)),
  )
  if (!ourTimes || !baselineTimes) throw new Error('Nothing was measured.')
  const ratio = ourTimes.median / baselineTimes.median
  const pairRatios = summarise(ours.map(({ joinMs }, i) => joinMs / (baseline[i]?.joinMs ?? Number.NaN)))
  return {
    title: 'Join: from the click to "Connected", the other person being in the room (Chromium to Chromium)',
    tables: [
      timesTable('join', [
        ['Sidetone', ourTimes],
        ['baseline page', baselineTimes],
      ]),
      timesTable('Sidetone, after the click', stepSummaries(ours)),
      timesTable('baseline page, after the click', stepSummaries(baseline)),
    ],
    notes: [
      `Ratio of the medians: ${ratio.toFixed(2)} (aim 1.0, at most 1.3). Round by round: median ${pairRatios.median.toFixed(2)}, quartiles ${pairRatios.q1.toFixed(2)}–${pairRatios.q3.toFixed(2)}.`,
      `${rounds} alternating rounds after ${warmUpRounds} that do not count; each is a fresh join with a fresh socket and connection in warm browsers.`,
      'Both: from the click event to the status in the DOM, in the newcomer’s page. Not included: painting it.',
      'Sidetone includes panel → offscreen host → panel, deriving the room’s keys, keeping what was typed, sealing and opening every signal. The baseline page does none of these; its host candidates are hidden behind mDNS names, as on any web page, and an extension’s are not.',
      'Both are driven by CSS selectors: finding things by role makes Chromium keep an accessibility tree (bench/support/drive-panel.ts).',
      'Steps of Sidetone come from the connection log (whole milliseconds), those of the baseline page from performance marks.',
    ],
    data: {
      ratio,
      pairRatios,
      ours: { ...ourTimes, joins: ours },
      baseline: { ...baselineTimes, joins: baseline },
    },
  }
}
