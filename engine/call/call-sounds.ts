import type { Clock } from '../base/environment.ts'
import { limits } from '../base/limits.ts'
import type { Logger } from '../base/log.ts'
import { choosesSink } from './audio-output.ts'

const notesHz = { join: [523.25, 659.25], leave: [659.25, 523.25] } as const
const noteMs = 80
const fadeMs = 20
const volume = 0.08

export interface CallSoundsOptions {
  readonly clock: Clock
  readonly log: Logger
  readonly createAudioContext: () => AudioContext
}

/** Two soft notes when someone joins the call, upwards, and when someone leaves, downwards. Only we hear them. */
export function createCallSounds(options: CallSoundsOptions) {
  const { log } = options
  const failed = (event: string) => (error: unknown) => log.caught(event, error)
  let isOn = true
  let speakerId = ''
  let current: AudioContext | undefined

  async function play(notes: readonly number[]) {
    // An AudioContext keeps a thread and the speaker busy, so there is one only while it sounds.
    const context = options.createAudioContext()
    current = context
    try {
      if (speakerId !== '' && choosesSink(context))
        await context.setSinkId(speakerId).catch(failed('speaker-refused'))
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
      await context.close().catch(failed('context-not-closed'))
    }
  }

  return {
    setOn: (wanted: boolean) => (isOn = wanted),
    /** Where the browser can: in Firefox sounds come out of the default speaker. */
    setSpeaker: (id: string) => (speakerId = id),
    /** Of several at once only the first is heard. */
    play(what: keyof typeof notesHz) {
      if (isOn && !current) play(notesHz[what]).catch(failed('sound-not-played'))
    },
    close: () => void current?.close().catch(failed('context-not-closed')),
  }
}

export type CallSounds = ReturnType<typeof createCallSounds>
