import { createServer, type Socket } from 'node:net'

/**
 * The lower bound: forwards raw TCP bytes to everyone else in a room, without frames, masks or any check. No
 * WebSocket hub in this runtime can be faster. In large rooms it writes what came in one turn at once.
 */
interface Room {
  readonly members: Set<Socket>
  arrived: { from: Socket; chunk: Buffer }[]
}

const maxMembersWithoutJoining = 4
const rooms = new Map<string, Room>()
let touched: Room[] = []

function arrive(room: Room, from: Socket, chunk: Buffer) {
  if (room.members.size <= maxMembersWithoutJoining) {
    for (const member of room.members) if (member !== from) member.write(chunk)
    return
  }
  if (touched.length === 0) setImmediate(flush)
  if (room.arrived.length === 0) touched.push(room)
  room.arrived.push({ from, chunk })
}

function flush() {
  const flushing = touched
  touched = []
  for (const room of flushing) {
    const { arrived } = room
    room.arrived = []
    const joined = Buffer.concat(arrived.map(({ chunk }) => chunk))
    const senders = new Set(arrived.map(({ from }) => from))
    for (const member of room.members) {
      if (senders.has(member)) {
        const others = arrived.filter(({ from }) => from !== member)
        if (others.length > 0) member.write(Buffer.concat(others.map(({ chunk }) => chunk)))
      } else {
        member.write(joined)
      }
    }
  }
}

const server = createServer({ noDelay: true }, (socket) => {
  // Its close follows.
  socket.on('error', () => undefined)
  // The first bytes name the room, up to the end of the line, and are answered with one byte.
  socket.once('data', (first: Buffer) => {
    const name = first.toString('latin1').trim()
    const room = rooms.get(name) ?? { members: new Set(), arrived: [] }
    rooms.set(name, room)
    room.members.add(socket)
    socket.write('\n')
    socket.on('data', (chunk: Buffer) => arrive(room, socket, chunk))
    socket.on('close', () => {
      room.members.delete(socket)
      if (room.members.size === 0) rooms.delete(name)
    })
  })
})

server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  process.stdout.write(`forwarder listening on raw://127.0.0.1:${port}/ws\n`)
})
