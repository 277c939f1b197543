import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { commandExists } from '../run-command.ts'
import { freePort } from './free-port.ts'

export interface TurnServer {
  readonly stunUrl: string
  readonly turnUrl: string
  readonly username: string
  readonly credential: string
  stop(): Promise<void>
}

/** Whether coturn is installed; what needs it says by its name that it is skipped otherwise. */
export const hasCoturn = commandExists('turnserver')

/** A real coturn on loopback, for STUN and for TURN with one user. */
export async function startTurnServer(): Promise<TurnServer> {
  const folder = mkdtempSync(path.join(tmpdir(), 'sidetone-turn-'))
  const port = await freePort()
  const [username, credential] = ['ada', 'north-star']
  const words = [
    '-n',
    ...['--lt-cred-mech', '--user', `${username}:${credential}`, '--realm', 'test'],
    ...['--log-file', 'stdout', '--pidfile', path.join(folder, 'pid'), '--userdb', path.join(folder, 'db')],
    ...['--no-cli', '--no-tls', '--no-dtls', '--allow-loopback-peers'],
    ...['-L', '127.0.0.1', '-E', '127.0.0.1', '-p', String(port)],
  ]
  const child = spawn('turnserver', words, { stdio: ['ignore', 'pipe', 'ignore'] })
  const ended = once(child, 'close')
  process.once('exit', () => child.kill('SIGKILL'))
  let said = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text))
  while (!/Total auth threads|IO method \(general relay thread\)/.test(said)) {
    await Promise.race([
      once(child.stdout, 'data'),
      ended.then(() => Promise.reject(new Error(`coturn ended: ${said}`))),
    ])
  }
  // What it says later must not fill the memory.
  child.stdout.removeAllListeners('data').resume()
  return {
    stunUrl: `stun:127.0.0.1:${port}`,
    turnUrl: `turn:127.0.0.1:${port}`,
    username,
    credential,
    async stop() {
      child.kill('SIGKILL')
      await ended
      rmSync(folder, { recursive: true })
    },
  }
}
