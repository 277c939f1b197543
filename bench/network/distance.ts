import { findLabObstacle } from '../../testing/network/can-run.ts'
import { createLab } from '../../testing/network/lab.ts'
import { roundOf, type Progress } from '../progress.ts'
import { timesTable, type Report, type Table } from '../report.ts'
import { summarise } from '../statistics.ts'
import { joinBaseline, joinOurs, stepSummaries, takeSeats, type Join } from '../support/joins.ts'
import { openSeat } from '../support/pair.ts'

const defaultRounds = 11
const warmUpRounds = 2
const roundTripsMs = [0, 50, 100] as const

/** A web page's addresses hide behind mDNS names, which nothing resolves across networks; an extension's do not. */
const args = ['--disable-features=WebRtcHideLocalIpsWithMdns']

interface AtDistance {
  readonly roundTripMs: number
  readonly ours: readonly Join[]
  readonly baseline: readonly Join[]
}

const times = (joins: readonly Join[]) => summarise(joins.map(({ joinMs }) => joinMs))

/** How many round trips had passed when a step was there: by how much it is later at the longest distance. */
function roundTripsTable(
  caption: string,
  distances: readonly AtDistance[],
  side: 'ours' | 'baseline',
): Table {
  const summaries = distances.map((at) => new Map(stepSummaries(at[side])))
  const [nearest, farthest] = [summaries[0], summaries.at(-1)]
  const longestMs = distances.at(-1)?.roundTripMs ?? Number.NaN
  const rows = [...(nearest ?? [])].map(([step, { median }]) => {
    const roundTrips = ((farthest?.get(step)?.median ?? Number.NaN) - median) / longestMs
    const medians = summaries.map((summary) => summary.get(step)?.median.toFixed(1) ?? '')
    return { cells: [step, ...medians, roundTrips.toFixed(1)], roundTrips }
  })
  return {
    columns: [caption, ...distances.map(({ roundTripMs }) => `at ${roundTripMs} ms`), 'round trips'],
    rows: rows.sort((a, b) => a.roundTrips - b.roundTrips).map(({ cells }) => cells),
  }
}

/** The join over distance: the newcomer is at the end of a slow line, the relay and the other person are not. */
export async function measureDistance(rounds = defaultRounds, progress: Progress): Promise<Report> {
  const obstacle = findLabObstacle()
  if (obstacle) throw new Error(`No networks can be built here: ${obstacle}.`)
  progress('building the networks')
  const lab = await createLab()
  const distances: AtDistance[] = []
  try {
    const relay = await lab.relay()
    const sites = { ada: await lab.site('ada'), bob: await lab.site('bob', { line: {} }) }
    const page = new URL('../../testing/baseline/text.html', import.meta.url)
    page.searchParams.set('relay', relay.url)
    const [ada, bob] = await Promise.all([
      openSeat('Ada', page.href, { namespace: sites.ada.namespace, args }),
      openSeat('Bob', page.href, { namespace: sites.bob.namespace, args }),
    ])
    await takeSeats(ada, bob, relay.url)
    for (const roundTripMs of roundTripsMs) {
      sites.bob.line?.set({ delayMs: roundTripMs / 2 })
      const [ours, baseline]: [Join[], Join[]] = [[], []]
      for (let round = -warmUpRounds; round < rounds; round++) {
        progress(`a join of each at ${roundTripMs} ms`, roundOf(round, rounds))
        const joins = [await joinOurs(ada, bob, relay.url), await joinBaseline(ada, bob)] as const
        if (round < 0) continue
        ours.push(joins[0])
        baseline.push(joins[1])
      }
      distances.push({ roundTripMs, ours, baseline })
    }
    await Promise.all([ada.quit(), bob.quit()])
  } finally {
    lab.close()
  }

  const ratios = distances.map(
    ({ roundTripMs, ours, baseline }) =>
      `${(times(ours).median / times(baseline).median).toFixed(2)} at ${roundTripMs} ms`,
  )
  return {
    title:
      'Distance: the join with a slow line between the newcomer and everything else (Chromium to Chromium)',
    tables: [
      timesTable(
        'join',
        distances.flatMap(({ roundTripMs, ours, baseline }) => [
          [`Sidetone, ${roundTripMs} ms round trip`, times(ours)] as const,
          [`baseline page, ${roundTripMs} ms round trip`, times(baseline)] as const,
        ]),
      ),
      roundTripsTable('Sidetone, median ms after the click', distances, 'ours'),
      roundTripsTable('baseline page, median ms after the click', distances, 'baseline'),
    ],
    notes: [
      `Ratios of the medians: ${ratios.join(', ')} (aim 1.0, at most one round trip more for authentication).`,
      `${rounds} alternating rounds at each distance after ${warmUpRounds} that do not count, as in the part "join".`,
      `Round trips: how much later a step is at ${roundTripsMs.at(-1)} ms than at 0 ms, in round trips.`,
      'Two network namespaces and a public one, joined by veth; the newcomer’s router reaches the public one over a tun line in user space (testing/network/line.py), which adds the delay. The relay and the existing member are near each other.',
      'The baseline page’s addresses are not hidden behind mDNS names here: nothing would resolve them across networks.',
    ],
    data: distances,
  }
}
