import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'

/** Runs a command to its end. `quiet` keeps what it prints, and prints it only if it fails. */
export async function runCommand(
  command: string,
  words: string[],
  options: { quiet?: boolean; env?: NodeJS.ProcessEnv } = {},
): Promise<boolean> {
  const child = spawn(command, words, {
    stdio: ['ignore', options.quiet ? 'pipe' : 'inherit', options.quiet ? 'pipe' : 'inherit'],
    env: { ...process.env, ...options.env },
  })
  let printed = ''
  child.stdout?.on('data', (chunk) => (printed += String(chunk)))
  child.stderr?.on('data', (chunk) => (printed += String(chunk)))
  // An error is a command that is not there; it comes instead of an exit.
  const exitCode = await Promise.race([
    once(child, 'close').then(([code]) => code as unknown),
    once(child, 'error').then(([error]) => String(error)),
  ])
  if (exitCode === 0) return true
  if (printed) process.stderr.write(printed)
  if (typeof exitCode === 'string') process.stderr.write(`${exitCode}\n`)
  return false
}

/** Whether a command is on the path. */
export const commandExists = (command: string) => spawnSync('which', [command]).status === 0
