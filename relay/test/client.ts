import { once } from 'node:events'
import { onTestFinished } from 'vitest'
import { WebSocket, type ClientOptions } from 'ws'

export interface Received {
  readonly payload: Buffer
  readonly isBinary: boolean
}

/** Connects a plain client, which keeps what it receives until somebody asks for it. */
export async function connect(url: string, protocols: string[] = [], options: ClientOptions = {}) {
  const socket = new WebSocket(url, protocols, options)
  const received: Received[] = []
  const waiting: ((message: Received) => void)[] = []
  socket.on('message', (payload, isBinary) => {
    if (!Buffer.isBuffer(payload)) throw new Error('A client expects one Buffer per message.')
    const message = { payload, isBinary }
    const first = waiting.shift()
    if (first === undefined) received.push(message)
    else first(message)
  })
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.on('close', (code, reason) => resolve({ code, reason: reason.toString() }))
  })
  onTestFinished(() => socket.terminate())
  await once(socket, 'open')

  function next(): Promise<Received> {
    const first = received.shift()
    if (first !== undefined) return Promise.resolve(first)
    return new Promise((resolve) => waiting.push(resolve))
  }

  return {
    socket,
    closed,
    send: (data: string | Buffer) => socket.send(data),
    /** The oldest message that was not asked for yet. */
    next,
    nextText: async () => (await next()).payload.toString(),
  }
}

/** Resolves with the HTTP status by which a handshake is refused. */
export async function refusedStatus(url: string): Promise<number | undefined> {
  const socket = new WebSocket(url)
  return new Promise((resolve, reject) => {
    // It follows the refusal, which tells more.
    socket.on('error', () => undefined)
    socket.on('open', () => {
      socket.terminate()
      reject(new Error('The handshake was not refused.'))
    })
    socket.on('unexpected-response', (request, response) => {
      request.destroy()
      resolve(response.statusCode)
    })
  })
}
