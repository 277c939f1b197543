import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'

/** Runs a command to its end. Throws what it printed if it fails. */
export async function run(command: string, words: readonly string[], input = ''): Promise<string> {
  const child = spawn(command, words, { stdio: ['pipe', 'pipe', 'pipe'] })
  let printed = ''
  let complaint = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (printed += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text))
  // A command that reads nothing may end before it was handed anything.
  child.stdin.on('error', () => undefined).end(input)
  const closed: unknown[] = await once(child, 'close')
  if (closed[0] === 0) return printed
  throw new Error(`${command} ${words.join(' ')} failed: ${complaint || printed}`)
}

/** Like {@link run}, for moments in which nothing can be waited for. Gives back nothing where it fails. */
export function runNow(command: string, words: readonly string[]): string | undefined {
  const { status, stdout } = spawnSync(command, words, { encoding: 'utf8' })
  return status === 0 ? stdout : undefined
}

/** The words that run a command inside a network namespace. The process becomes the command; its id stays. */
export const inNamespace = (namespace: string, command: string, words: readonly string[]) =>
  ['netns', 'exec', namespace, command, ...words] as const

/** Waits until a process has printed something on its standard output. Throws if it ends before. */
export async function untilPrinted(child: ChildProcess, pattern: RegExp, name: string): Promise<string> {
  if (!child.stdout) throw new Error(`${name} has no standard output.`)
  let printed = ''
  // Left like any other loop, this one would close the pipe, and what is still being printed would end the process.
  for await (const chunk of child.stdout.iterator({ destroyOnReturn: false })) {
    printed += String(chunk)
    const found = pattern.exec(printed)?.[0]
    if (found === undefined) continue
    // What it prints later must not fill the pipe.
    child.stdout.resume()
    return found
  }
  throw new Error(`${name} ended before it was ready. It printed: ${printed}`)
}
