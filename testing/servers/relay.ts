import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'

/** A real relay process, which a test may kill and start again on the same port. */
export async function startRelay(
  options: {
    port?: string
    host?: string
    flags?: readonly string[]
    /** A network namespace to run in. */
    namespace?: string
  } = {},
) {
  let child: ChildProcess
  let url = ''
  let port = options.port ?? '0'
  const host = options.host ?? '127.0.0.1'

  async function start() {
    const words = ['relay/src/cli.ts', '--port', port, '--host', host, ...(options.flags ?? [])]
    const [command, ...all] = options.namespace
      ? ['ip', 'netns', 'exec', options.namespace, process.execPath, ...words]
      : [process.execPath, ...words]
    child = spawn(command, all, { stdio: ['ignore', 'pipe', 'inherit'] })
    url = await firstUrl(child)
    port = new URL(url).port
  }

  async function end(signal: NodeJS.Signals) {
    if (child.exitCode !== null || child.signalCode !== null) return
    child.kill(signal)
    await once(child, 'exit')
  }

  // Whatever ends us, short of a kill, ends the relay too.
  process.once('exit', () => child.kill('SIGKILL'))
  await start()
  return {
    url,
    start,
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
  }
}

/** The address that the relay prints when it listens. */
async function firstUrl(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error('The relay has no standard output.')
  let printed = ''
  for await (const chunk of child.stdout) {
    printed += String(chunk)
    const url = /ws:\/\/\S+/.exec(printed)?.[0]
    if (url) {
      // What it prints later must not fill the pipe.
      child.stdout.resume()
      return url
    }
  }
  throw new Error(`The relay ended before it listened. It printed: ${printed}`)
}

export type RelayProcess = Awaited<ReturnType<typeof startRelay>>
