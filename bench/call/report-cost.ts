import type { Progress } from '../progress.ts'
import type { Table } from '../report.ts'
import { summarise, type Summary } from '../statistics.ts'
import { measuredMs, measureVoiceCost, settleMs, type Cost } from './voice-cost.ts'
import type { VoicePair } from './voice-pair.ts'

const aimRatio = 1.15
const compared = [2, 4, 8] as const

const spread = (s: Summary, digits = 1) =>
  `${s.median.toFixed(digits)} (${s.min.toFixed(digits)}–${s.max.toFixed(digits)})`

/** Percent of a core that each voice more takes, beyond being alone with an open microphone; by round. */
function perVoice(costs: readonly Cost[], side: Cost['side'], voices: number): number[] {
  const of = (wanted: Cost['voices']) =>
    costs.filter((cost) => cost.side === side && cost.voices === wanted).map((cost) => cost.processPercent)
  const alone = of(1)
  return of(voices as Cost['voices']).map((percent, i) => (percent - (alone[i] ?? Number.NaN)) / (voices - 1))
}

function allTable(costs: readonly Cost[]): Table {
  const keys = new Map(costs.map((cost) => [`${cost.side} ${cost.voices}`, cost]))
  return {
    columns: [
      'voices in the call',
      'process % of a core',
      'whole browser %',
      'kbit/s out',
      'packets/s out',
      'kbit/s in',
      'packets/s in',
    ],
    rows: [...keys.values()].map(({ side, voices }) => {
      const same = costs.filter((cost) => cost.side === side && cost.voices === voices)
      const median = (of: (cost: Cost) => number) => summarise(same.map(of)).median.toFixed(0)
      return [
        `${side === 'ours' ? 'Sidetone' : 'baseline page'}, ${voices}`,
        spread(summarise(same.map(({ processPercent }) => processPercent))),
        spread(summarise(same.map(({ browserPercent }) => browserPercent))),
        median(({ sentKilobits }) => sentKilobits),
        median(({ sentPackets }) => sentPackets),
        median(({ receivedKilobits }) => receivedKilobits),
        median(({ receivedPackets }) => receivedPackets),
      ]
    }),
  }
}

/** What each voice more in a call costs the process that holds it. */
export async function reportCost(pair: VoicePair, rounds: number, progress: Progress) {
  const costs = await measureVoiceCost(pair, rounds, progress)
  const lines = compared.map((voices) => {
    const [ours, baseline] = [perVoice(costs, 'ours', voices), perVoice(costs, 'baseline', voices)].map(
      summarise,
    )
    if (!ours || !baseline) throw new Error('Nothing was measured.')
    return { voices, ours, baseline, ratio: ours.median / baseline.median }
  })
  return {
    tables: [
      {
        columns: ['% of a core for each voice more', 'Sidetone', 'baseline connections', 'ratio of medians'],
        rows: lines.map(({ voices, ours, baseline, ratio }) => [
          `${voices} in the call`,
          spread(ours, 2),
          spread(baseline, 2),
          ratio.toFixed(2),
        ]),
      },
      allTable(costs),
    ],
    notes: [
      `Each voice more: ${lines.map(({ voices, ratio }) => `${ratio.toFixed(2)} × with ${voices}`).join(', ')} (aim: at most ${aimRatio}).`,
      `${rounds} alternating rounds, median (least–most); ${measuredMs / 1_000} s of CPU time each, ${settleMs / 1_000} s after the last voice came. Less what being alone in the call with an open microphone takes, by the number of the others.`,
      'Process: the renderer that holds the call, which is the extension’s (panel closed unless it says so), or the baseline page’s. Both are in the same browser. Seven engines are in the room all the time, in another browser, and are in the call or not; each has a voice connection to the measured one only. The baseline connections lead to one page in that browser.',
      'The microphone plays the same file, with echo cancellation, noise suppression and automatic gain; the others hum. The columns on the right say that both carried the same.',
    ],
    data: { lines, costs },
  }
}
