import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'

const execute = promisify(execFile)

/** All sound in tests has this many samples a second; browsers and Opus use the same, so nothing is resampled. */
export const sampleRateHz = 48_000

/** It ends by itself after so long without a client, should we be killed before we can end it. */
const exitIdleSeconds = 600

/** What occupies a microphone (devices.ts) takes 2,000 of them; many systems give 1,024 by default. */
const maxOpenFiles = 4_096

/**
 * A PulseAudio server of its own, as an ordinary process and with no hardware. It is reached by a Unix socket, and so
 * from inside network namespaces, too.
 */
export async function startPulseServer() {
  const folder = mkdtempSync(path.join(tmpdir(), 'sidetone-sound-'))
  const socket = path.join(folder, 'native')
  const config = path.join(folder, 'daemon.conf')
  const rates = `default-sample-rate = ${sampleRateHz}\nalternate-sample-rate = ${sampleRateHz}\n`
  writeFileSync(config, `${rates}rlimit-nofile = ${maxOpenFiles}\n`)
  const env = {
    PULSE_SERVER: `unix:${socket}`,
    // Otherwise each client makes one in the home folder.
    PULSE_COOKIE: path.join(folder, 'cookie'),
  }
  const words = [
    '-n',
    ...['--daemonize=no', '--use-pid-file=no', `--exit-idle-time=${exitIdleSeconds}`],
    ...['--realtime=yes', '--high-priority=yes', '--log-target=stderr', '--log-level=error'],
    `--load=module-native-protocol-unix socket=${socket} auth-anonymous=1`,
  ]
  const own = { HOME: folder, XDG_RUNTIME_DIR: folder, PULSE_RUNTIME_PATH: folder, PULSE_STATE_PATH: folder }
  const child = spawn('pulseaudio', words, {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { PATH: process.env['PATH'], PULSE_CONFIG: config, ...own },
  })
  let complaint = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text))
  const kill = () => child.kill('SIGKILL')
  process.once('exit', kill)

  /** Runs pactl, and gives back what it printed. */
  async function pactl(...words: string[]): Promise<string> {
    const { stdout } = await execute('pactl', words, {
      env: { PATH: process.env['PATH'], LC_ALL: 'C.UTF-8', ...env },
      maxBuffer: 2 ** 24,
    })
    return stdout.trim()
  }

  while (!existsSync(socket)) {
    if (child.exitCode !== null) throw new Error(`PulseAudio ended at once: ${complaint}`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }

  return {
    /** Environment variables by which programs find this server. */
    env,
    /** A place for files; it goes with the server. */
    folder,
    pactl,
    async close() {
      process.off('exit', kill)
      if (child.exitCode === null && child.signalCode === null) {
        kill()
        await once(child, 'exit')
      }
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

export type PulseServer = Awaited<ReturnType<typeof startPulseServer>>
