import { IncomingMessage } from 'node:http'
import { Socket } from 'node:net'
import { Duplex } from 'node:stream'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { WebSocket } from 'ws'
import { WebSocketServer } from 'ws'
import { frameHead, wholeFrame } from './frame.ts'

/** What `ws` itself writes for a message: the plain path that ours must equal byte for byte. */
function writtenByWs(payload: Buffer, isText: boolean): Buffer {
  const written: Buffer[] = []
  const connection = new Duplex({
    read: () => undefined,
    write(chunk: Buffer, _encoding, done) {
      written.push(chunk)
      done()
    },
  })
  const headers = {
    upgrade: 'websocket',
    'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
    'sec-websocket-version': '13',
  }
  const request = new IncomingMessage(new Socket())
  Object.assign(request, { method: 'GET', url: '/', headers })
  let sent: WebSocket | undefined
  new WebSocketServer({ noServer: true }).handleUpgrade(request, connection, Buffer.alloc(0), (webSocket) => {
    sent = webSocket
  })
  written.length = 0
  sent?.send(payload, { binary: !isText })
  return Buffer.concat(written)
}

const sizes = [0, 1, 125, 126, 127, 65_535, 65_536, 70_000]

test.each(sizes)('a frame of %i bytes is what ws would write', (size) => {
  const payload = Buffer.alloc(size, 0x61)
  for (const isText of [true, false]) {
    const ours = Buffer.concat([frameHead(isText, Buffer.alloc(0), size), payload])
    expect(ours.equals(writtenByWs(payload, isText))).toBe(true)
    expect(wholeFrame(isText, Buffer.alloc(0), payload).equals(ours)).toBe(true)
  }
})

test('first bytes and rest make one payload', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 17 }),
      fc.nat(70_000),
      fc.boolean(),
      (first, restLength, isText) => {
        const rest = Buffer.alloc(restLength, 7)
        const ours = Buffer.concat([frameHead(isText, first, restLength), rest])
        const whole = wholeFrame(isText, first, rest)
        return whole.equals(ours) && ours.equals(writtenByWs(Buffer.concat([first, rest]), isText))
      },
    ),
  )
})
