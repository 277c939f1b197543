import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { connect } from './client.ts'
import { startedRelay } from './relay-process.ts'

const protocol = 'sidetone.relay.1'

function toAll(payload: string | Buffer): Buffer {
  return Buffer.concat([Buffer.of(typeof payload === 'string' ? 0x80 : 0x00), Buffer.from(payload)])
}

function toOne(address: Buffer, payload: string | Buffer): Buffer {
  return Buffer.concat([Buffer.of(typeof payload === 'string' ? 0x81 : 0x01), address, Buffer.from(payload)])
}

/** Connects a client that speaks the subprotocol, and makes sure that the relay knows its address. */
async function connectAs(url: string, address: Buffer) {
  const client = await connect(url, [protocol])
  client.send(Buffer.concat([Buffer.of(0x02), address]))
  client.send(toOne(address, 'am I here?'))
  expect((await client.next()).payload).toEqual(toOne(address, 'am I here?'))
  return client
}

test('the relay picks the subprotocol, whatever else is offered', async () => {
  const { url } = await startedRelay()
  const client = await connect(url, ['other', protocol])
  expect(client.socket.protocol).toBe(protocol)
})

test('a directed frame reaches the one it is for, unchanged, and nobody else', async () => {
  const { url } = await startedRelay()
  const [a, b, c] = [randomBytes(16), randomBytes(16), randomBytes(16)]
  const [ada, ben, cyn] = [await connectAs(url, a), await connectAs(url, b), await connectAs(url, c)]
  const bare = await connect(url)
  ada.send(toOne(b, 'for ben'))
  ada.send(toOne(c, Buffer.of(0, 255)))
  ada.send(toAll('for all'))
  expect(await ben.next()).toEqual({ payload: toOne(b, 'for ben'), isBinary: true })
  expect(await ben.next()).toEqual({ payload: toAll('for all'), isBinary: true })
  expect(await cyn.next()).toEqual({ payload: toOne(c, Buffer.of(0, 255)), isBinary: true })
  expect(await cyn.next()).toEqual({ payload: toAll('for all'), isBinary: true })
  expect(await bare.next()).toEqual({ payload: Buffer.from('for all'), isBinary: false })
})

test('bare clients and clients of the subprotocol share a room, each in its own form', async () => {
  const { url } = await startedRelay()
  const bare = await connect(url)
  const ada = await connectAs(url, randomBytes(16))
  const ben = await connectAs(url, randomBytes(16))
  bare.send('text')
  bare.send(Buffer.of(1, 2, 3))
  for (const client of [ada, ben]) {
    expect(await client.next()).toEqual({ payload: toAll('text'), isBinary: true })
    expect(await client.next()).toEqual({ payload: toAll(Buffer.of(1, 2, 3)), isBinary: true })
  }
  ada.send(toAll('héllo'))
  ada.send(toAll(Buffer.of(9)))
  ada.send(toAll(''))
  expect(await bare.next()).toEqual({ payload: Buffer.from('héllo'), isBinary: false })
  expect(await bare.next()).toEqual({ payload: Buffer.of(9), isBinary: true })
  expect(await bare.next()).toEqual({ payload: Buffer.alloc(0), isBinary: false })
  expect(await ben.next()).toEqual({ payload: toAll('héllo'), isBinary: true })
})

test('order holds between directed frames and frames to all, in a room of any size', async () => {
  const { url } = await startedRelay()
  const b = randomBytes(16)
  const ada = await connectAs(url, randomBytes(16))
  const ben = await connectAs(url, b)
  for (const others of [0, 1, 6]) {
    for (let i = 0; i < others; i++) await connect(url)
    for (let i = 0; i < 300; i++) {
      ada.send(i % 3 === 0 ? toOne(b, String(i)) : toAll(String(i)))
      if (i % 7 === 0) ben.send(toAll('mine'))
    }
    for (let i = 0; i < 300; i++) {
      expect((await ben.next()).payload).toEqual(i % 3 === 0 ? toOne(b, String(i)) : toAll(String(i)))
    }
  }
})

test('an address belongs to its room, to its latest announcement and to an open connection', async () => {
  const { url } = await startedRelay()
  const [old, recent] = [randomBytes(16), randomBytes(16)]
  const ada = await connectAs(url, randomBytes(16))
  const ben = await connectAs(url, old)
  const elsewhere = await connectAs(`${url}/elsewhere`, recent)
  ben.send(Buffer.concat([Buffer.of(0x02), recent]))
  ben.send(toAll('renamed'))
  expect((await ada.next()).payload).toEqual(toAll('renamed'))
  ada.send(toOne(old, 'lost'))
  ada.send(toOne(recent, 'found'))
  expect((await ben.next()).payload).toEqual(toOne(recent, 'found'))

  const again = await connectAs(url, recent)
  expect((await ben.next()).payload).toEqual(toOne(recent, 'am I here?'))
  ben.socket.close()
  await ben.closed
  ada.send(toOne(recent, 'to the newer one'))
  expect((await again.next()).payload).toEqual(toOne(recent, 'to the newer one'))
  // Had the room's own traffic leaked, this would not come first.
  elsewhere.send(toOne(recent, 'here'))
  expect((await elsewhere.next()).payload).toEqual(toOne(recent, 'here'))
})

test('payloads may be as long as the limit, header not counted', async () => {
  const { url } = await startedRelay()
  const b = randomBytes(16)
  const ada = await connectAs(url, randomBytes(16))
  const ben = await connectAs(url, b)
  const bare = await connect(url)
  const largest = Buffer.alloc(65_536, 3)
  ada.send(toOne(b, largest))
  ada.send(toAll(largest))
  expect((await ben.next()).payload).toEqual(toOne(b, largest))
  expect((await ben.next()).payload).toEqual(toAll(largest))
  expect((await bare.next()).payload).toEqual(largest)
  bare.send(largest)
  expect((await ben.next()).payload).toEqual(toAll(largest))
  ben.send(toAll(Buffer.alloc(65_537)))
  expect((await ben.closed).code).toBe(1009)
  bare.send(Buffer.alloc(65_537))
  expect((await bare.closed).code).toBe(1009)
})

test.each([
  ['a text frame', 'hello', 4002],
  ['an empty frame', Buffer.alloc(0), 4002],
  ['an unknown kind', Buffer.of(0x07, 1, 2), 4002],
  ['a short address', Buffer.of(0x01, 1, 2), 4002],
  ['text that is not UTF-8', Buffer.of(0x80, 0xc3, 0x28), 1007],
])('%s closes its sender only', async (_, frame, code) => {
  const { url } = await startedRelay()
  const [ada, ben, bare] = [
    await connect(url, [protocol]),
    await connect(url, [protocol]),
    await connect(url),
  ]
  ada.send(frame)
  expect((await ada.closed).code).toBe(code)
  ben.send(toAll('still here'))
  expect(await bare.nextText()).toBe('still here')
})
