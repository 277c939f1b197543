import { connect, type Socket } from 'node:net'

/** Bytes of a message's payload, and of its frame on the way to a client: two, and two more for the length. */
export const payloadBytes = 1_024
const headBytes = 4
export const frameBytes = payloadBytes + headBytes

const shared = Buffer.allocUnsafe(1_048_576)

/** A ping without payload, and the answer to it with a mask of zeros. */
const pingByte = 0x89
const pingBytes = 2
const pong = Buffer.from([0x8a, 0x80, 0, 0, 0, 0])

/** One client of a hub, as cheap as possible, so that the generator is not what is measured. */
export interface Connection {
  readonly socket: Socket
  /** Called for each message that has arrived whole, with the first byte of its payload. */
  onMessage: (firstByte: number) => void
}

/** Follows the frames of a stream, all of which are `frameBytes` long but for pings, which are answered. */
function followFrames(connection: Connection) {
  let position = 0
  let firstByte = 0
  let pingLeft = 0
  return (bytes: Uint8Array, length: number) => {
    let at = 0
    while (at < length) {
      if (position === 0 && pingLeft === 0 && bytes[at] === pingByte) pingLeft = pingBytes
      if (pingLeft > 0) {
        const taken = Math.min(pingLeft, length - at)
        pingLeft -= taken
        at += taken
        if (pingLeft === 0) connection.socket.write(pong)
        continue
      }
      if (position <= headBytes && position + length - at > headBytes)
        firstByte = bytes[at + headBytes - position] ?? 0
      const taken = Math.min(frameBytes - position, length - at)
      position += taken
      at += taken
      if (position < frameBytes) continue
      position = 0
      connection.onMessage(firstByte)
    }
  }
}

/** Where the hub is, and whether it speaks WebSocket (`ws:`) or forwards bytes (`raw:`). */
export interface Target {
  readonly port: number
  readonly isRaw: boolean
}

export function targetOf(url: string): Target {
  return { port: Number(/:(\d+)\//.exec(url)?.[1]), isRaw: url.startsWith('raw:') }
}

/** Joins a room; `localAddress` spreads many connections over loopback's addresses. */
export function join({ port, isRaw }: Target, room: string, localAddress = '127.0.0.1'): Promise<Connection> {
  return new Promise((resolve, reject) => {
    let isOpen = false
    const onread = { buffer: shared, callback: take }
    const socket = connect({ port, host: '127.0.0.1', localAddress, noDelay: true, onread })
    const connection: Connection = { socket, onMessage: () => undefined }
    const follow = followFrames(connection)

    function take(byteCount: number, bytes: Uint8Array): boolean {
      if (isOpen) {
        follow(bytes, byteCount)
        return true
      }
      const answer = Buffer.from(bytes.subarray(0, byteCount)).toString('latin1')
      isOpen = isRaw || answer.startsWith('HTTP/1.1 101')
      if (isOpen) resolve(connection)
      else reject(new Error(answer))
      return true
    }

    socket.on('error', reject)
    socket.write(
      isRaw
        ? `${room}\n`
        : `GET /ws/${room} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
            'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n',
    )
  })
}

/** Joins many, a few at a time. */
export async function joinMany(
  target: Target,
  count: number,
  roomOf: (index: number) => string,
): Promise<Connection[]> {
  const connections: Connection[] = []
  let next = 0
  const joinSome = async (worker: number) => {
    while (next < count) {
      const index = next++
      connections[index] = await join(target, roomOf(index), `127.0.3.${worker + 1}`)
    }
  }
  await Promise.all(Array.from({ length: Math.min(64, count) }, (_, worker) => joinSome(worker)))
  return connections
}

/** A binary frame with this first payload byte, as a client sends it: masked for a hub, as it arrives for raw bytes. */
export function outgoingFrame({ isRaw }: Target, firstByte: number): Buffer {
  const payload = Buffer.alloc(payloadBytes, 0x61)
  payload[0] = firstByte
  const head = Buffer.from([0x82, 126, payloadBytes >> 8, payloadBytes & 0xff])
  if (isRaw) return Buffer.concat([head, payload])
  head[1] = 126 | 0x80
  const mask = Buffer.from([1, 2, 3, 4])
  const masked = payload.map((byte, index) => byte ^ (mask[index % 4] ?? 0))
  return Buffer.concat([head, mask, masked])
}
