import type { Outcome } from '../base/outcome.ts'
import type { Clock } from '../base/environment.ts'
import type { Logger } from '../base/log.ts'
import type { Problem } from '../base/problem.ts'
import { limits } from '../base/limits.ts'
import { createMeter, levelOf, type Meter } from './levels.ts'
import { createMicrophone, type MicrophoneSettings, type MicrophoneSystem } from './microphone.ts'
import { choosesSink } from './audio-output.ts'

/** `listening`: the level is live; `recording` two seconds of it; `playing` them back. */
export type MicrophoneTestState = 'off' | 'opening' | 'listening' | 'recording' | 'playing'

export interface MicrophoneTestOptions extends MicrophoneSystem {
  readonly clock: Clock
  readonly log: Logger
  readonly createAudioContext: () => AudioContext
  readonly onState: (state: MicrophoneTestState) => void
  /** Of the microphone, 0 to 1, ten times a second. */
  readonly onLevel: (level: number) => void
  readonly onProblem: (problem: Problem) => void
}

/** Tries the microphone before a call: how loud it is, and how it sounds. Nothing leaves this browser. */
export function createMicrophoneTest(options: MicrophoneTestOptions) {
  const { clock } = options
  /** Everything of one test; another one begins anew. */
  let test: ReturnType<typeof begin> | undefined

  function begin(speakerId: string) {
    const ending = new AbortController()
    const microphone = createMicrophone({
      ...options,
      onChange(track) {
        meter?.close()
        meter = track && createMeter(options.createAudioContext(), track, options.log)
        if (!track && !ending.signal.aborted) stop()
      },
    })
    let meter: Meter | undefined
    let cancelLevel = () => {}

    function measure() {
      options.onLevel(levelOf(meter?.amplitude() ?? 0))
      cancelLevel = clock.after(limits.callLevelIntervalMs, measure)
    }

    return {
      microphone,
      speakerId,
      signal: ending.signal,
      measure,
      end() {
        ending.abort()
        cancelLevel()
        microphone.close()
        meter?.close()
      },
    }
  }

  function stop() {
    if (!test) return
    test.end()
    test = undefined
    options.onLevel(0)
    options.onState('off')
  }

  return {
    /** Opens the microphone, and from then on tells its level. */
    async start(settings: MicrophoneSettings & { readonly speakerId: string }): Promise<Outcome> {
      stop()
      const started = begin(settings.speakerId)
      test = started
      options.onState('opening')
      const opened = await started.microphone.open(settings)
      if (started.signal.aborted) return { ok: true, value: undefined }
      if (!opened.ok) {
        stop()
        return opened
      }
      options.onState('listening')
      started.measure()
      return { ok: true, value: undefined }
    },

    /** Another microphone or speaker, while the test goes on. */
    async change(settings: MicrophoneSettings & { readonly speakerId: string }): Promise<Outcome> {
      if (!test) return { ok: true, value: undefined }
      test.speakerId = settings.speakerId
      return test.microphone.change(settings)
    },

    /** Records two seconds and plays them back; nothing happens where the test does not run. */
    async record(): Promise<void> {
      const running = test
      const track = running?.microphone.track()
      if (!running || !track) return
      const { signal } = running
      try {
        options.onState('recording')
        const sound = await record(track, clock, signal)
        if (signal.aborted) return
        options.onState('playing')
        await play(sound, options.createAudioContext(), running, options.log)
      } catch (error) {
        const detail = error instanceof Error ? error.message : String(error)
        if (!signal.aborted) options.onProblem({ kind: 'microphone-failed', detail })
      }
      if (!signal.aborted) options.onState('listening')
    },

    /** The microphone is released, and nothing sounds any more. */
    stop,
  }
}

export type MicrophoneTest = ReturnType<typeof createMicrophoneTest>

/** So many milliseconds of a track, as a file of the browser's choice: its own `decodeAudioData` reads it. */
async function record(track: MediaStreamTrack, clock: Clock, signal: AbortSignal): Promise<ArrayBuffer> {
  const recorder = new MediaRecorder(new MediaStream([track]))
  const parts: Blob[] = []
  recorder.addEventListener('dataavailable', ({ data }) => parts.push(data))
  const ended = new Promise<void>((resolve, reject) => {
    recorder.addEventListener('stop', () => resolve())
    recorder.addEventListener('error', () => reject(new Error('The recording failed')))
  })
  const finish = () => {
    if (recorder.state !== 'inactive') recorder.stop()
  }
  recorder.start()
  const cancel = clock.after(limits.microphoneTestMs, finish)
  signal.addEventListener('abort', finish)
  await ended.finally(cancel)
  return new Blob(parts).arrayBuffer()
}

/** Plays a recording to its end. The extension's policy has no place for an address of media, so none is made. */
async function play(
  sound: ArrayBuffer,
  context: AudioContext,
  { signal, speakerId }: { readonly signal: AbortSignal; readonly speakerId: string },
  log: Logger,
) {
  const failed = (event: string) => (error: unknown) => log.caught(event, error)
  try {
    if (speakerId !== '' && choosesSink(context))
      await context.setSinkId(speakerId).catch(failed('speaker-refused'))
    const buffer = await context.decodeAudioData(sound)
    const source = new AudioBufferSourceNode(context, { buffer })
    source.connect(context.destination)
    await new Promise<unknown>((resolve) => {
      source.addEventListener('ended', resolve)
      signal.addEventListener('abort', resolve)
      if (signal.aborted) resolve(undefined)
      source.start()
    })
  } finally {
    await context.close().catch(failed('context-not-closed'))
  }
}
