import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { clicksMs } from '../../testing/sound/analysis.ts'
import { click } from '../../testing/sound/signals.ts'
import { startSound, type Sound } from '../../testing/sound/sound.ts'
import { writeWav } from '../../testing/sound/wav.ts'
import { startRelay } from '../../testing/servers/relay.ts'
import { roundOf, type Progress } from '../progress.ts'
import { baselineStatus, openSeat, type Seat } from '../support/pair.ts'
import { serveBaseline } from '../../testing/baseline/serve-baseline.ts'
import { takeRoomSeats } from './voice-joins.ts'
import { allowMicrophone } from './voice-pair.ts'

/** After the first sound: the jitter buffer finds its length. */
export const settleMs = 3_000
export const clicksPerTurn = 6
const [startCall, joinCall] = ['.call:not(.going) .button', '.call.going .button']

export interface Delays {
  readonly ours: number[]
  readonly baseline: number[]
  /** Clicks that were not heard, of all. */
  lost: number
}

const pause = (durationMs: number) => new Promise<void>((resolve) => setTimeout(resolve, durationMs))

/** Milliseconds from each click at one's microphone to its arrival in the other's speaker. */
async function timeClicks(mouth: Sound, ear: Sound, file: string): Promise<(number | undefined)[]> {
  await pause(settleMs)
  const [picked, heard] = [await mouth.listen({ microphone: 'Microphone 1' }), await ear.listen()]
  const delays: (number | undefined)[] = []
  for (let i = 0; i < clicksPerTurn; i++) {
    const sinceMs = performance.now()
    await mouth.playFile(file).ended
    await heard.next(0.7)
    const [at] = clicksMs(picked.heard(sinceMs))
    const arrived = clicksMs(heard.heard(sinceMs), { thresholdDbfs: -40 })
    const arrival = arrived.find((ms) => at !== undefined && ms > at)
    delays.push(at === undefined || arrival === undefined ? undefined : arrival - at)
  }
  await picked.stop()
  await heard.stop()
  return delays
}

async function callOurs(ada: Seat, bob: Seat) {
  for (const [{ panel }, button] of [
    [ada, startCall],
    [bob, joinCall],
  ] as const) {
    // A locator waits until the button stands still: the people in the call are listed above it.
    await panel.locator(button).click()
    await panel.waitForSelector('.hang-up')
  }
}

async function callBaseline(ada: Seat, bob: Seat) {
  await ada.baseline.click('#join')
  await baselineStatus(ada, 'Waiting')
  await bob.baseline.click('#join')
  await baselineStatus(ada, 'Connected')
  await baselineStatus(bob, 'Connected')
}

async function hangUpBaseline(ada: Seat, bob: Seat) {
  for (const seat of [bob, ada]) {
    await seat.baseline.click('#leave')
    await baselineStatus(seat, 'Not joined')
  }
}

/** Mouth to ear: clicks at one microphone until they come out of the other's speaker, ours and baseline in alternating rounds. */
export async function measureMouthToEar(rounds: number, progress: Progress): Promise<Delays> {
  progress('opening two browsers with sound')
  const relay = await startRelay({ flags: ['--allowed-origins', '*'] })
  const page = await serveBaseline('voice')
  const folder = await mkdtemp(path.join(os.tmpdir(), 'sidetone-click-'))
  const file = path.join(folder, 'click.wav')
  await writeWav(file, click(300 + Math.random() * 20, 600))
  const sounds = [await startSound(), await startSound()] as const
  const [ada, bob] = await Promise.all([
    openSeat('Ada', page.url(relay.url), { sound: sounds[0], microphone: 'granted' }),
    openSeat('Bob', page.url(relay.url), { sound: sounds[1], microphone: 'granted' }),
  ])
  const delays: Delays = { ours: [], baseline: [], lost: 0 }
  try {
    for (const seat of [ada, bob]) await allowMicrophone(seat, page.origin)
    await takeRoomSeats(ada, bob, relay.url)
    for (let round = 0; round < rounds; round++) {
      for (const side of ['ours', 'baseline'] as const) {
        progress(`mouth to ear, ${side}`, roundOf(round, rounds))
        await (side === 'ours' ? callOurs(ada, bob) : callBaseline(ada, bob))
        for (const delay of await timeClicks(...sounds, file)) {
          if (delay === undefined) delays.lost += 1
          else delays[side].push(delay)
        }
        if (side === 'baseline') await hangUpBaseline(ada, bob)
        else for (const { panel } of [bob, ada]) await panel.click('.hang-up')
      }
    }
  } finally {
    await Promise.all([ada.quit(), bob.quit()])
    await Promise.all(sounds.map((sound) => sound.close()))
    page.close()
    await relay.stop()
    await rm(folder, { recursive: true })
  }
  return delays
}
