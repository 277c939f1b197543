import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { until } from '../browsers/panel.ts'
import { sampleRateHz, type PulseServer } from './pulse-server.ts'

/** What was heard, mono, {@link sampleRateHz} samples a second. */
export interface Recording {
  readonly samples: Float32Array
  /** When its first sample was played, as `performance.now()` here counts. */
  readonly startMs: number
}

export interface Listening {
  /** All that was heard so far, or since a time (`performance.now()`). */
  heard(sinceMs?: number): Recording
  /** The newest of what was heard, so much of it; no copy of all that was heard before. */
  last(durationMs: number): Recording
  /** Waits until so much more has been heard, and gives back that much. */
  next(seconds: number): Promise<Recording>
  /** Waits until what was heard since a time (now, unless told) is as it should be, and gives it back. */
  until(
    what: string,
    isIt: (recording: Recording) => boolean,
    options?: { sinceMs?: number; timeoutMs?: number },
  ): Promise<Recording>
  stop(): Promise<void>
}

const samplesPerMs = sampleRateHz / 1000

/**
 * Records a source until it is stopped. Chunks come here late, by a few milliseconds or, under load, by many, and never
 * early: the one that was least late tells when the recording began, and the samples' count tells the rest.
 */
export async function listenTo(pulse: PulseServer, source: string): Promise<Listening> {
  const words = ['--raw', '--format=float32le', '--channels=1', `--rate=${sampleRateHz}`]
  const child = spawn('parec', [`--device=${source}`, '--latency-msec=10', ...words], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { PATH: process.env['PATH'], ...pulse.env },
  })
  const kill = () => child.kill('SIGKILL')
  process.once('exit', kill)

  let samples = new Float32Array(60 * sampleRateHz)
  let count = 0
  let startMs = Number.POSITIVE_INFINITY
  let rest: Buffer = Buffer.alloc(0)

  child.stdout.on('data', (chunk: Buffer) => {
    const nowMs = performance.now()
    const bytes = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk
    const length = Math.floor(bytes.length / 4)
    rest = bytes.subarray(4 * length)
    if (count + length > samples.length) {
      const larger = new Float32Array(2 * (count + length))
      larger.set(samples.subarray(0, count))
      samples = larger
    }
    for (let i = 0; i < length; i++) samples[count + i] = bytes.readFloatLE(4 * i)
    count += length
    startMs = Math.min(startMs, nowMs - count / samplesPerMs)
  })

  function heard(sinceMs = startMs): Recording {
    const first = Math.min(count, Math.max(0, Math.round((sinceMs - startMs) * samplesPerMs)))
    return { samples: samples.slice(first, count), startMs: startMs + first / samplesPerMs }
  }

  function last(durationMs: number): Recording {
    const first = Math.max(0, count - Math.round(durationMs * samplesPerMs))
    return { samples: samples.slice(first, count), startMs: startMs + first / samplesPerMs }
  }

  // A listener wants what comes from now on.
  await Promise.race([
    once(child.stdout, 'data'),
    once(child, 'exit').then(() => Promise.reject(new Error(`Nothing can be heard from ${source}.`))),
  ])

  return {
    heard,
    last,
    async next(seconds) {
      const sinceMs = performance.now()
      const length = Math.round(seconds * sampleRateHz)
      const enough = await until(
        `${seconds} s of sound`,
        () => Promise.resolve(heard(sinceMs).samples.length),
        (got) => got >= length,
        seconds * 1000 + 30_000,
      ).then(() => heard(sinceMs))
      return { ...enough, samples: enough.samples.slice(0, length) }
    },
    async until(what, isIt, { sinceMs = performance.now(), timeoutMs } = {}) {
      const read = () => Promise.resolve(isIt(heard(sinceMs)))
      await until(what, read, Boolean, timeoutMs)
      return heard(sinceMs)
    },
    async stop() {
      process.off('exit', kill)
      if (child.exitCode !== null || child.signalCode !== null) return
      kill()
      await once(child, 'exit')
    },
  }
}
