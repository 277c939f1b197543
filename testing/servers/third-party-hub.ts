import { createServer } from 'node:http'
import { WebSocketServer, type WebSocket } from 'ws'

export interface ThirdPartyHubOptions {
  /** `/ws/<room>` beside `/ws`. */
  readonly hasRooms?: boolean
  /** What becomes of subprotocols on offer: `ws` by itself picks the first without knowing it. */
  readonly picks?: 'first' | 'none'
}

/** A hub that isn't ours: one address unless told otherwise, none of our subprotocols, and an echo to the sender. */
export async function startThirdPartyHub({ hasRooms = false, picks = 'first' }: ThirdPartyHubOptions = {}) {
  const server = createServer((_, response) => response.writeHead(404).end())
  const hub = new WebSocketServer({
    server,
    ...(!hasRooms && { path: '/ws' }),
    ...(picks === 'none' && { handleProtocols: () => false as const }),
  })
  const rooms = new Map<WebSocket, string | undefined>()
  hub.on('connection', (socket, { url }) => {
    rooms.set(socket, url)
    socket.on('close', () => rooms.delete(socket))
    socket.on('message', (data) => {
      for (const [client, room] of rooms) if (room === url) client.send(data)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return { url: `ws://127.0.0.1:${port}/ws`, hub, close: () => server.close() }
}
