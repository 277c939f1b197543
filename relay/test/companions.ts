import { spawn, spawnSync } from 'node:child_process'
import { createServer } from 'node:net'
import { once } from 'node:events'
import { onTestFinished } from 'vitest'

/** True when a program is installed; tests that need it say by their name that they are skipped otherwise. */
export function isInstalled(program: string): boolean {
  return spawnSync('sh', ['-c', `command -v ${program}`]).status === 0
}

/** A port of loopback that was free a moment ago, for programs that cannot pick one themselves. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (typeof address !== 'object' || address === null) throw new Error('There is no free port.')
  return address.port
}

/** Runs a program until it says that it is ready; it is killed when the test ends. */
export async function companion(program: string, words: readonly string[], ready: RegExp) {
  const child = spawn(program, words, { stdio: ['ignore', 'pipe', 'pipe'] })
  const finished = once(child, 'close')
  let said = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (said += text))
  }
  async function stop() {
    child.kill('SIGKILL')
    await finished
  }
  onTestFinished(stop)
  while (!ready.test(said)) {
    await Promise.race([
      once(child.stdout, 'data'),
      once(child.stderr, 'data'),
      finished.then(() => Promise.reject(new Error(`${program} ended: ${said}`))),
    ])
  }
  return { stop }
}
