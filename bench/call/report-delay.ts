import { findSoundObstacle } from '../../testing/sound/can-run.ts'
import type { Progress } from '../progress.ts'
import { timesTable, type Table } from '../report.ts'
import { summarise } from '../statistics.ts'
import { clicksPerTurn, measureMouthToEar, settleMs, type Delays } from './mouth-to-ear.ts'

/** From a click at a microphone to its arrival in the other's speaker. */
export async function reportDelay(
  rounds: number,
  progress: Progress,
): Promise<{ tables: Table[]; notes: string[]; data: Delays | undefined }> {
  const obstacle = findSoundObstacle()
  if (obstacle) return { tables: [], notes: [`Mouth to ear: not measured, ${obstacle}.`], data: undefined }
  const delays = await measureMouthToEar(rounds, progress)
  const [ours, baseline] = [summarise(delays.ours), summarise(delays.baseline)]
  return {
    tables: [
      timesTable('mouth to ear', [
        ['Sidetone', ours],
        ['baseline page', baseline],
      ]),
    ],
    notes: [
      `Mouth to ear: ratio of the medians ${(ours.median / baseline.median).toFixed(2)}. ${rounds} calls each in alternating rounds with ${clicksPerTurn} clicks, from ${settleMs / 1_000} s after the start on; ${delays.lost} were not heard.`,
      'From where PulseAudio hands the click to the browser to where the other’s browser hands it to PulseAudio, both recorded by one clock; a PulseAudio for each person. With all processing on.',
    ],
    data: delays,
  }
}
