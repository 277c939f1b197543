import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { inNamespace, untilPrinted } from './commands.ts'

/** What a line does to packets. */
export interface LineQuality {
  /** One way; a round trip takes it twice. */
  readonly delayMs?: number
  /** Up to so much more, by chance. Packets keep their order. */
  readonly jitterMs?: number
  /** The part of the packets that is lost, 0 to 1, each way. */
  readonly loss?: number
}

/** Lays a slow line with the ends `from` and `to`; both devices are in the namespace, ready to be moved elsewhere. */
export async function startLine(namespace: string, from: string, to: string, quality: LineQuality) {
  const program = fileURLToPath(new URL('line.py', import.meta.url))
  const child = spawn('ip', inNamespace(namespace, 'python3', [program, from, to]), {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  // A line that has ended takes no orders; its end shows elsewhere.
  child.stdin.on('error', () => undefined)
  await untilPrinted(child, /ready/, 'The slow line')
  function set({ delayMs = 0, jitterMs = 0, loss = 0 }: LineQuality) {
    child.stdin.write(`${delayMs} ${jitterMs} ${loss}\n`)
  }
  set(quality)
  return { set }
}

export type Line = Awaited<ReturnType<typeof startLine>>
