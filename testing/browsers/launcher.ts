import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import type { Browser } from 'puppeteer-core'

/**
 * What to start instead of a browser so that it runs in a network namespace (Linux, as root); the browser itself where
 * there is none. The process becomes the browser, and its id stays. Remove it once the browser has started.
 */
export function launcherIn(namespace: string | undefined, executable: string) {
  if (namespace === undefined) return { file: executable, remove: () => undefined }
  const folder = mkdtempSync(path.join(os.tmpdir(), 'sidetone-launcher-'))
  const file = path.join(folder, path.basename(executable))
  writeFileSync(file, `#!/bin/sh\nexec ip netns exec '${namespace}' '${executable}' "$@"\n`)
  chmodSync(file, 0o755)
  return { file, remove: () => rmSync(folder, { recursive: true }) }
}

/** A started browser's main process. */
export function processIdOf(browser: Browser): number {
  const id = browser.process()?.pid
  if (id === undefined) throw new Error('The browser has no process.')
  return id
}

/** Runs in the namespace: what connects to the socket is connected to the port of loopback there. */
const door = `
  const { connect, createServer } = require('node:net')
  const [file, port] = process.argv.slice(1)
  createServer((outside) => {
    const inside = connect(Number(port), '127.0.0.1')
    for (const end of [outside, inside]) end.on('error', () => { outside.destroy(); inside.destroy() })
    outside.pipe(inside).pipe(outside)
  }).listen(file, () => console.log('open'))
`

/**
 * Opens a port of our loopback that leads to the same port of a namespace's loopback, by way of a Unix socket, which
 * knows no namespaces. Firefox listens for its driver on loopback.
 */
export async function reachLoopback(namespace: string) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'sidetone-door-'))
  const file = path.join(folder, 'socket')
  const server = createServer((outside) => {
    const inside = connect(file)
    for (const end of [outside, inside]) {
      end.on('error', () => {
        outside.destroy()
        inside.destroy()
      })
    }
    outside.pipe(inside).pipe(outside)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (typeof address !== 'object' || !address) throw new Error('The door has no port.')
  const { port } = address
  const words = ['netns', 'exec', namespace, process.execPath, '-e', door, file, String(port)]
  const child = spawn('ip', words, { stdio: ['ignore', 'pipe', 'inherit'] })
  await once(child.stdout, 'data')
  return {
    port,
    close() {
      server.close()
      child.kill('SIGKILL')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
