import type { Clock } from '../base/environment.ts'
import { limits } from '../base/limits.ts'
import { choosesSink } from './audio-output.ts'

const notesHz = { join: [523.25, 659.25], leave: [659.25, 523.25] } as const
const noteMs = 80
const fadeMs = 20
const volume = 0.08

export interface TonesOptions {
  readonly clock: Clock
  readonly createAudioContext: () => AudioContext
}

/** Two soft notes when somebody joins the call, upwards, and when somebody leaves, downwards. Only we hear them. */
export function createCallSounds(options: TonesOptions) {
  let isOn = true
  let speakerId = ''
  let current: AudioContext | undefined

  async function play(notes: readonly number[]) {
    // An AudioContext keeps a thread and the speaker busy, so there is one only while it sounds.
    const context = options.createAudioContext()
    current = context
    try {
      if (speakerId !== '' && choosesSink(context)) await context.setSinkId(speakerId).catch(() => undefined)
      const gain = new GainNode(context, { gain: 0 })
      const oscillator = new OscillatorNode(context, { type: 'sine' })
      oscillator.connect(gain).connect(context.destination)
      const start = context.currentTime + 0.01
      const end = start + (notes.length * noteMs) / 1_000
      for (const [index, frequency] of notes.entries()) {
        oscillator.frequency.setValueAtTime(frequency, start + (index * noteMs) / 1_000)
      }
      // Without fades a tone begins and ends with a click.
      gain.gain.setValueAtTime(0, start)
      gain.gain.linearRampToValueAtTime(volume, start + fadeMs / 1_000)
      gain.gain.setValueAtTime(volume, end - fadeMs / 1_000)
      gain.gain.linearRampToValueAtTime(0, end)
      oscillator.start(start)
      oscillator.stop(end)
      await new Promise<unknown>((resolve) => {
        oscillator.addEventListener('ended', resolve)
        options.clock.after(limits.toneTimeoutMs, () => resolve(undefined))
      })
    } finally {
      if (current === context) current = undefined
      await context.close().catch(() => undefined)
    }
  }

  return {
    setOn: (wanted: boolean) => (isOn = wanted),
    /** Where the browser can: in Firefox sounds come out of the default speaker. */
    setSpeaker: (id: string) => (speakerId = id),
    /** Of several at once only the first is heard. */
    play(what: keyof typeof notesHz) {
      if (isOn && !current) void play(notesHz[what]).catch(() => undefined)
    },
    close: () => void current?.close().catch(() => undefined),
  }
}

export type Tones = ReturnType<typeof createCallSounds>
