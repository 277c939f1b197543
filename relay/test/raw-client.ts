import { createConnection, type Socket } from 'node:net'
import { once } from 'node:events'

/** A client made by hand, for what no well-behaved library would send. */
export interface RawClient {
  readonly socket: Socket
  /** Everything that the relay sent after the handshake, once it has closed the connection. */
  readonly ended: Promise<Buffer>
}

/** A TCP connection, and what comes back on it until it is closed. */
export async function openRaw(port: number, localAddress = '127.0.0.1'): Promise<RawClient> {
  const socket = createConnection({ port, host: '127.0.0.1', localAddress })
  const chunks: Buffer[] = []
  socket.on('data', (chunk: Buffer) => chunks.push(chunk))
  // Being reset is one of the things that may happen to an attacker.
  socket.on('error', () => undefined)
  const ended = new Promise<Buffer>((resolve) => socket.on('close', () => resolve(Buffer.concat(chunks))))
  await Promise.race([new Promise((resolve) => socket.once('connect', resolve)), ended])
  return { socket, ended }
}

/** What a handshake has in its headers besides the host and what a test adds. */
export const handshakeHeaders = [
  'Connection: Upgrade',
  'Upgrade: websocket',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
  'Sec-WebSocket-Version: 13',
]

/** The request of a handshake, byte for byte. */
export function handshake(path = '/ws'): string {
  return [`GET ${path} HTTP/1.1`, 'Host: relay', ...handshakeHeaders, '', ''].join('\r\n')
}

/** Sends a request of these lines (and a body) and resolves with the head and the body of its answer. */
export async function answerTo(port: number, lines: readonly string[], body = '') {
  const { socket, ended } = await openRaw(port)
  socket.write(`${lines.join('\r\n')}\r\n\r\n${body}`)
  const first = await Promise.race([
    once(socket, 'data').then(([chunk]) => String(chunk)),
    ended.then(String),
  ])
  socket.destroy()
  const [head = '', text = ''] = first.split('\r\n\r\n', 2)
  return { status: Number(/^HTTP\/1\.1 (\d{3}) /.exec(head)?.[1]), head, text }
}

/** A WebSocket whose frames are up to the caller. */
export async function openRawWebSocket(
  port: number,
  path = '/ws',
  localAddress = '127.0.0.1',
): Promise<RawClient> {
  const client = await openRaw(port, localAddress)
  client.socket.write(handshake(path))
  const first = await Promise.race([once(client.socket, 'data'), client.ended])
  if (!String(first).startsWith('HTTP/1.1 101'))
    throw new Error(`The handshake was refused: ${String(first)}`)
  return client
}

/** A frame with a mask of zeros, which leaves the payload as it is. */
export function frame(opcode: number, payload: Buffer, isFinal = true): Buffer {
  const length = payload.length
  const head = length < 126 ? Buffer.of(0, length) : length < 65_536 ? Buffer.alloc(4) : Buffer.alloc(10)
  if (length >= 65_536) head.writeBigUInt64BE(BigInt(length), 2)
  else if (length >= 126) head.writeUInt16BE(length, 2)
  if (length >= 126) head[1] = length < 65_536 ? 126 : 127
  head[0] = (isFinal ? 0x80 : 0) | opcode
  head[1] = (head[1] ?? 0) | 0x80
  return Buffer.concat([head, Buffer.alloc(4), payload])
}

/** The code of the close frame at the end of what a relay sent, if there is one. */
export function closeCodeOf(received: Buffer): number | undefined {
  let at = received.indexOf('\r\n\r\n') + 4
  while (at + 2 <= received.length) {
    const opcode = (received[at] ?? 0) & 0x0f
    const short = (received[at + 1] ?? 0) & 0x7f
    const [size, length] =
      short < 126
        ? [2, short]
        : short === 126
          ? [4, received.readUInt16BE(at + 2)]
          : [10, received.readUInt32BE(at + 6)]
    if (opcode === 0x8) return length < 2 ? 1005 : received.readUInt16BE(at + size)
    at += size + length
  }
  return undefined
}
