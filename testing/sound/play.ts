import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { sampleRateHz, type PulseServer } from './pulse-server.ts'

export interface Playing {
  /** Resolves when it is over: the file at its end, a tone when it is stopped. */
  readonly ended: Promise<void>
  stop(): Promise<void>
}

/** Ends with us, however we end; as a group, since a tone is a pipe of two processes. */
function startPlayer(pulse: PulseServer, command: string, words: string[]): Playing {
  const child = spawn(command, words, {
    stdio: 'ignore',
    detached: true,
    env: { PATH: process.env['PATH'], ...pulse.env },
  })
  function kill() {
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
    process.kill(-child.pid, 'SIGKILL')
  }
  process.once('exit', kill)
  const ended = once(child, 'exit').then(() => {
    process.off('exit', kill)
  })
  return {
    ended,
    async stop() {
      kill()
      await ended
    },
  }
}

/** Plays a WAV file into a sink, once. */
export const playFile = (pulse: PulseServer, sink: string, file: string): Playing =>
  startPlayer(pulse, 'paplay', [`--device=${sink}`, '--latency-msec=200', file])

const float32 = ['--raw', '--format=float32le', '--channels=1', `--rate=${sampleRateHz}`]

/**
 * Plays samples into a sink, over and over, with no gap. Not by us: while a test computes, the sound must go on, and so
 * pacat is fed by a shell.
 */
export async function playLoop(
  pulse: PulseServer,
  sink: string,
  name: string,
  samples: Float32Array,
): Promise<Playing> {
  const file = path.join(pulse.folder, name)
  await writeFile(file, new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength))
  const script = 'while cat "$0"; do :; done 2>/dev/null | exec pacat "$@"'
  const words = ['--playback', `--device=${sink}`, '--latency-msec=400', ...float32]
  return startPlayer(pulse, 'sh', ['-c', script, file, ...words])
}
