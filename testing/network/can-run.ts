import { accessSync, constants } from 'node:fs'
import { commandExists } from '../run-command.ts'
import { runNow } from './commands.ts'

/** Why no lab of networks can be built here; undefined where one can. */
export function findLabObstacle(): string | undefined {
  if (process.platform !== 'linux') return 'only Linux has network namespaces'
  if (process.getuid?.() !== 0) return 'only root may make network namespaces'
  for (const program of ['ip', 'nft', 'python3']) {
    if (!commandExists(program)) return `${program} is not installed`
  }
  try {
    accessSync('/dev/net/tun', constants.R_OK | constants.W_OK)
  } catch {
    // Missing, or not ours.
    return 'there is no /dev/net/tun'
  }
  const name = `sidetone-${process.pid}-try`
  const isAllowed = runNow('ip', ['netns', 'add', name]) !== undefined
  if (isAllowed) runNow('ip', ['netns', 'del', name])
  return isAllowed ? undefined : 'this machine allows no network namespaces'
}

/** Whether there is a TURN server to be run. */
export const hasTurnServer = commandExists('turnserver')
