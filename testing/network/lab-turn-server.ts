import { spawn } from 'node:child_process'
import { inNamespace, untilPrinted } from './commands.ts'

const port = 3478
const user = { username: 'lab', credential: 'only-in-the-lab' }

/**
 * Starts coturn in a namespace; it ends with it, and leaves its files in the folder. Gives what a person would type
 * into the settings. With a shared secret it takes only what a relay gives out that knows it, too.
 */
export async function startTurnServer(
  namespace: string,
  address: string,
  folder: string,
  { sharedSecret }: { sharedSecret?: string } = {},
) {
  const words = [
    '-n',
    `--listening-ip=${address}`,
    `--listening-port=${port}`,
    `--relay-ip=${address}`,
    ...(sharedSecret === undefined
      ? ['--lt-cred-mech', `--user=${user.username}:${user.credential}`]
      : ['--use-auth-secret', `--static-auth-secret=${sharedSecret}`]),
    '--realm=sidetone.lab',
    '--no-tls',
    '--no-dtls',
    '--no-cli',
    '--simple-log',
    '--log-file=stdout',
    `--pidfile=${folder}/turnserver.pid`,
    `--userdb=${folder}/turnserver.db`,
  ]
  const child = spawn('ip', inNamespace(namespace, 'turnserver', words), {
    // It complains of every kernel without SCTP.
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  await untilPrinted(child, /general relay thread/, 'The TURN server')
  return {
    stun: { url: `stun:${address}:${port}` },
    turn: { url: `turn:${address}:${port}`, ...user },
    turnOverTcp: { url: `turn:${address}:${port}?transport=tcp`, ...user },
  }
}
