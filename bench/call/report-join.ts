import { timesTable, type Table } from '../report.ts'
import { summarise } from '../statistics.ts'
import { stepSummaries, type Join } from '../support/joins.ts'
import { beInCall, joinBareCall, joinOurCall, leaveCall, takeRoomSeats } from './voice-joins.ts'
import type { VoicePair } from './voice-pair.ts'

const warmUpRounds = 2
const aimMs = 300
const aimRatio = 1.2

interface CallJoins {
  readonly ours: Join[]
  readonly bare: Join[]
}

/** Joins of a call in turns, with either of the two in it: of two people one offers, always the same. */
async function joinInTurns(pair: VoicePair, rounds: number): Promise<CallJoins[]> {
  const { ada, bob } = pair
  await takeRoomSeats(ada, bob, pair.relay.url)
  const all: CallJoins[] = []
  for (const [resident, newcomer] of [
    [ada, bob],
    [bob, ada],
  ] as const) {
    await beInCall(resident, newcomer)
    const joins: CallJoins = { ours: [], bare: [] }
    for (let round = -warmUpRounds; round < rounds; round++) {
      const [ours, bare] = [await joinOurCall(resident, newcomer), await joinBareCall(resident, newcomer)]
      if (round < 0) continue
      joins.ours.push(ours)
      joins.bare.push(bare)
    }
    all.push(joins)
    await leaveCall(resident)
  }
  return all
}

const times = (joins: readonly Join[]) => summarise(joins.map(({ joinMs }) => joinMs))

/** From pressing Join to the first decoded sound, somebody being in the call. */
export async function reportJoin(pair: VoicePair, rounds: number) {
  const all = await joinInTurns(pair, Math.ceil(rounds / 2))
  const [ours, bare] = [all.flatMap((one) => one.ours), all.flatMap((one) => one.bare)]
  const ratio = times(ours).median / times(bare).median
  const pairRatios = summarise(ours.map(({ joinMs }, i) => joinMs / (bare[i]?.joinMs ?? Number.NaN)))
  const byOfferer = (isNewcomer: boolean) => ours.filter(({ steps }) => 'offer ready' in steps === isNewcomer)
  const oursIn = (caption: string, joins: readonly Join[]): Table[] =>
    joins.length === 0 ? [] : [timesTable(caption, stepSummaries(joins))]
  return {
    tables: [
      timesTable('from pressing Join to the first decoded sound', [
        ['Sidetone', times(ours)],
        ['bare page', times(bare)],
      ]),
      ...oursIn('Sidetone, after the click, the newcomer offers', byOfferer(true)),
      ...oursIn('Sidetone, after the click, the resident offers', byOfferer(false)),
      timesTable('bare page, after the click', stepSummaries(bare)),
    ],
    notes: [
      `First sound: median ${times(ours).median.toFixed(0)} ms (aim: ${aimMs}); ratio of the medians ${ratio.toFixed(2)} (aim: at most ${aimRatio}). Round by round: median ${pairRatios.median.toFixed(2)}, quartiles ${pairRatios.q1.toFixed(2)}–${pairRatios.q3.toFixed(2)}.`,
      `${ours.length} rounds in turns, half of them with each of the two as the newcomer, after ${warmUpRounds} each that do not count. Ours: both are in the room, one is in its call. Bare: one has the page open with its microphone, and the other presses Join.`,
      'Decoded: the receiver’s own time of the first samples that it handed to what plays them (getSynchronizationSources). getStats, which Chromium makes anew only every 50 ms, agrees: its samples, counted back, begin within 10 ms of it.',
      'First packet: the time of the last one in the first statistics that have any, less 20 ms for each that came before.',
    ],
    data: { ratio, pairRatios, ours, bare },
  }
}
