import { spawn } from 'node:child_process'
import { commandExists } from '../run-command.ts'
import { freePort } from './free-port.ts'
import { startRelay, type RelayProcess } from './relay.ts'

export const hasNats = commandExists('nats-server')

/** Two relays that share their rooms through a NATS of their own. `flags` are for both. */
export async function startTwoNodes({ flags: flagsOfBoth = [] }: { flags?: readonly string[] } = {}) {
  const port = await freePort()
  const nats = spawn('nats-server', ['-a', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' })
  const flags = ['--nats', `nats://127.0.0.1:${port}`, ...flagsOfBoth]
  const nodes = await Promise.all([startRelay({ flags }), startRelay({ flags })] as const)
  await Promise.all(nodes.map(isReady))
  return {
    nodes,
    async stop() {
      await Promise.all(nodes.map((node) => node.kill()))
      nats.kill('SIGKILL')
    },
  }
}

/** Resolves when the node has found NATS. */
async function isReady({ url }: RelayProcess) {
  const address = url.replace(/^ws/, 'http').replace(/\/ws$/, '/readyz')
  while (!(await fetch(address)).ok) await new Promise((resolve) => setTimeout(resolve, 50))
}
