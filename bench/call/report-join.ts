import { roundOf, type Progress } from '../progress.ts'
import { timesTable, type Table } from '../report.ts'
import { summarise } from '../statistics.ts'
import { stepSummaries, type Join } from '../support/joins.ts'
import { beInCall, joinBaselineCall, joinOurCall, leaveCall, takeRoomSeats } from './voice-joins.ts'
import type { VoicePair } from './voice-pair.ts'

const warmUpRounds = 2
const aimMs = 300
const aimRatio = 1.2

interface CallJoins {
  readonly ours: Join[]
  readonly baseline: Join[]
}

/** Joins of a call in alternating rounds, with either of the two in it: of two people one offers, always the same. */
async function joinAlternating(pair: VoicePair, rounds: number, progress: Progress): Promise<CallJoins[]> {
  const { ada, bob } = pair
  await takeRoomSeats(ada, bob, pair.relay.url)
  const all: CallJoins[] = []
  for (const [member, newcomer] of [
    [ada, bob],
    [bob, ada],
  ] as const) {
    await beInCall(member, newcomer)
    const joins: CallJoins = { ours: [], baseline: [] }
    for (let round = -warmUpRounds; round < rounds; round++) {
      const doing = newcomer === bob ? 'Bob joins a call of each' : 'Ada joins a call of each'
      progress(doing, roundOf(round, rounds))
      const [ours, baseline] = [await joinOurCall(member, newcomer), await joinBaselineCall(member, newcomer)]
      if (round < 0) continue
      joins.ours.push(ours)
      joins.baseline.push(baseline)
    }
    all.push(joins)
    await leaveCall(member)
  }
  return all
}

const times = (joins: readonly Join[]) => summarise(joins.map(({ joinMs }) => joinMs))

/** From pressing Join to the first decoded sound, with one person in the call. */
export async function reportJoin(pair: VoicePair, rounds: number, progress: Progress) {
  const all = await joinAlternating(pair, Math.ceil(rounds / 2), progress)
  const [ours, baseline] = [all.flatMap((one) => one.ours), all.flatMap((one) => one.baseline)]
  const ratio = times(ours).median / times(baseline).median
  const pairRatios = summarise(ours.map(({ joinMs }, i) => joinMs / (baseline[i]?.joinMs ?? Number.NaN)))
  const byOfferer = (isNewcomer: boolean) => ours.filter(({ steps }) => 'offer ready' in steps === isNewcomer)
  const oursIn = (caption: string, joins: readonly Join[]): Table[] =>
    joins.length === 0 ? [] : [timesTable(caption, stepSummaries(joins))]
  return {
    tables: [
      timesTable('from pressing Join to the first decoded sound', [
        ['Sidetone', times(ours)],
        ['baseline page', times(baseline)],
      ]),
      ...oursIn('Sidetone, after the click, the newcomer offers', byOfferer(true)),
      ...oursIn('Sidetone, after the click, the existing member offers', byOfferer(false)),
      timesTable('baseline page, after the click', stepSummaries(baseline)),
    ],
    notes: [
      `First sound: median ${times(ours).median.toFixed(0)} ms (aim: ${aimMs}); ratio of the medians ${ratio.toFixed(2)} (aim: at most ${aimRatio}). Round by round: median ${pairRatios.median.toFixed(2)}, quartiles ${pairRatios.q1.toFixed(2)}–${pairRatios.q3.toFixed(2)}.`,
      `${ours.length} alternating rounds, half of them with each of the two as the newcomer, after ${warmUpRounds} each that do not count. Ours: both are in the room, one is in its call. Baseline: one has the page open with its microphone, and the other presses Join.`,
      'Decoded: the receiver’s own time of the first samples that it handed to what plays them (getSynchronizationSources). getStats, which Chromium makes anew only every 50 ms, agrees: its samples, counted back, begin within 10 ms of it.',
      'First packet: the time of the last one in the first statistics that have any, less 20 ms for each that came before.',
    ],
    data: { ratio, pairRatios, ours, baseline },
  }
}
