import { WebSocket } from 'ws'
import { onTestFinished } from 'vitest'
import { connect } from './client.ts'
import { httpUrlOf, spawnNode } from './relay-process.ts'

/** What a relay holds after a garbage collection. */
export interface Memory {
  /** Bytes that are reachable, on the heap and beside it. */
  readonly liveBytes: number
  /** Bytes of the whole process. */
  readonly residentBytes: number
}

export type InspectedRelay = Awaited<ReturnType<typeof inspectedRelay>>

/**
 * Starts an unmodified relay under Node's inspector, which can collect garbage and read memory, so that "its
 * memory is back" is a figure and not a matter of when the collector felt like it.
 */
export async function inspectedRelay(...words: string[]) {
  // A large young generation grows with the load and stays, tens of megabytes that say nothing of the relay.
  const relay = spawnNode(['--inspect=127.0.0.1:0', '--max-semi-space-size=1'], ['--port', '0', ...words])
  const inspectorUrl = await relay.printed(/(?<=Debugger listening on )ws:\S+/)
  const url = await relay.url()
  const inspector = new WebSocket(inspectorUrl)
  onTestFinished(() => inspector.terminate())
  await new Promise((resolve, reject) => inspector.on('open', resolve).on('error', reject))

  let lastId = 0
  function command(method: string, params: object = {}): Promise<unknown> {
    const id = ++lastId
    inspector.send(JSON.stringify({ id, method, params }))
    return new Promise((resolve) => {
      inspector.on('message', function listen(data: Buffer) {
        const answer: unknown = JSON.parse(data.toString())
        if (typeof answer !== 'object' || answer === null || !('id' in answer) || answer.id !== id) return
        inspector.off('message', listen)
        resolve('result' in answer ? answer.result : undefined)
      })
    })
  }

  async function memory(): Promise<Memory> {
    for (let i = 0; i < 3; i++) await command('HeapProfiler.collectGarbage')
    const expression =
      '(({ heapUsed, external, rss }) => [heapUsed + external, rss].join())(process.memoryUsage())'
    const answer = JSON.stringify(await command('Runtime.evaluate', { expression, returnByValue: true }))
    const [live, resident] = /(\d+),(\d+)/.exec(answer)?.slice(1) ?? []
    return { liveBytes: Number(live), residentBytes: Number(resident) }
  }

  return { ...relay, url, httpUrl: httpUrlOf(url), port: Number(new URL(url).port), memory }
}

/** Two people who did nothing wrong: true when they hear each other. */
export async function servesAnHonestPair(url: string, localAddress = '127.0.0.9'): Promise<boolean> {
  const room = `${url}/honest-${Math.random().toString(36).slice(2)}`
  const [ada, ben] = [await connect(room, [], { localAddress }), await connect(room, [], { localAddress })]
  ada.send('hello')
  ben.send('hello back')
  const heard = (await ben.nextText()) === 'hello' && (await ada.nextText()) === 'hello back'
  ada.socket.close()
  ben.socket.close()
  await Promise.all([ada.closed, ben.closed])
  return heard
}
