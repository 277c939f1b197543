import { createServer } from 'node:http'
import { WebSocket, WebSocketServer } from 'ws'

/** What a programmer writes in ten minutes with `ws`: a set per path, and `send` to everyone else. */
const rooms = new Map<string, Set<WebSocket>>()
const server = createServer()
const webSockets = new WebSocketServer({ server })

webSockets.on('connection', (socket, request) => {
  const path = request.url ?? ''
  const members = rooms.get(path) ?? new Set()
  rooms.set(path, members)
  members.add(socket)
  // Its close follows.
  socket.on('error', () => undefined)
  socket.on('message', (data: Buffer, isBinary) => {
    for (const member of members) {
      if (member !== socket && member.readyState === WebSocket.OPEN) member.send(data, { binary: isBinary })
    }
  })
  socket.on('close', () => {
    members.delete(socket)
    if (members.size === 0) rooms.delete(path)
  })
})

server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  process.stdout.write(`naive-ws listening on ws://127.0.0.1:${port}/ws\n`)
})
