import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

const cli = fileURLToPath(new URL('../src/cli.ts', import.meta.url))

export interface Finished {
  readonly exitCode: number | null
  readonly stdout: string
  readonly stderr: string
}

export type RelayProcess = ReturnType<typeof spawnRelay>
export type StartedRelay = Awaited<ReturnType<typeof startedRelay>>

/** Starts the relay's command as a process of its own; it is killed when the test ends. */
export function spawnRelay(...words: string[]) {
  return spawnNode([], words)
}

/** The same, with options for Node itself. */
export function spawnNode(nodeOptions: readonly string[], words: readonly string[]) {
  const child = spawn(process.execPath, [...nodeOptions, cli, ...words], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  const finished = once(child, 'close').then((): Finished => ({ exitCode: child.exitCode, stdout, stderr }))
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await finished
  })

  /** Resolves with what the relay prints to stdout and matches, or to stderr. */
  async function printed(pattern: RegExp): Promise<string> {
    for (;;) {
      const match = pattern.exec(stdout) ?? pattern.exec(stderr)
      if (match !== null) return match[0]
      await Promise.race([
        once(child.stdout, 'data'),
        once(child.stderr, 'data'),
        finished.then(() =>
          Promise.reject(new Error(`The relay ended without saying ${pattern.source}: ${stderr}`)),
        ),
      ])
    }
  }

  return {
    finished,
    printed,
    pid: child.pid ?? 0,
    /** Sends a signal to the relay. */
    signal: (name: 'SIGTERM' | 'SIGINT' | 'SIGHUP') => child.kill(name),
    /** Resolves with the URL that the relay prints once it listens. */
    url: () => printed(/(?<=relay listening on )wss?:\/\/\S+/),
  }
}

/** Starts a relay on a free port and resolves when it listens. */
export async function startedRelay(...words: string[]) {
  const relay = spawnRelay('--port', '0', ...words)
  const url = await relay.url()
  return { ...relay, url, httpUrl: httpUrlOf(url), port: Number(new URL(url).port) }
}

/** The address of the same server for HTTP. */
export function httpUrlOf(url: string): string {
  return url.replace(/^ws/, 'http').replace(/\/ws$/, '')
}
