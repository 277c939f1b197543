import { beforeEach, expect, test } from 'vitest'
import { connect, refusedStatus } from './client.ts'
import { startedRelay } from './relay-process.ts'

let relay: Awaited<ReturnType<typeof startedRelay>>
beforeEach(async () => {
  relay = await startedRelay()
})

test('a message reaches every other client and never its sender', async () => {
  const [ada, ben, cyn] = [await connect(relay.url), await connect(relay.url), await connect(relay.url)]
  ada.send('from ada')
  expect(await ben.nextText()).toBe('from ada')
  expect(await cyn.nextText()).toBe('from ada')
  ben.send('from ben')
  // Had the relay echoed, ada would find her own message first.
  expect(await ada.nextText()).toBe('from ben')
  expect(await cyn.nextText()).toBe('from ben')
})

test('text stays text and binary stays binary, byte for byte', async () => {
  const [ada, ben] = [await connect(relay.url), await connect(relay.url)]
  const allBytes = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte))
  ada.send('{"héllo": "😀"}')
  ada.send(allBytes)
  ada.send('')
  ada.send(Buffer.alloc(0))
  expect(await ben.next()).toEqual({ payload: Buffer.from('{"héllo": "😀"}'), isBinary: false })
  expect(await ben.next()).toEqual({ payload: allBytes, isBinary: true })
  expect(await ben.next()).toEqual({ payload: Buffer.alloc(0), isBinary: false })
  expect(await ben.next()).toEqual({ payload: Buffer.alloc(0), isBinary: true })
})

test('a message in fragments arrives whole', async () => {
  const [ada, ben] = [await connect(relay.url), await connect(relay.url)]
  ada.socket.send('first ', { fin: false })
  ada.socket.send('second', { fin: true })
  expect(await ben.next()).toEqual({ payload: Buffer.from('first second'), isBinary: false })
})

test('messages keep their order', async () => {
  const [ada, ben] = [await connect(relay.url), await connect(relay.url)]
  for (let i = 0; i < 500; i++) ada.send(String(i))
  for (let i = 0; i < 500; i++) expect(await ben.nextText()).toBe(String(i))
})

test('a room hears only itself', async () => {
  const [ada, ben] = [await connect(`${relay.url}/one`), await connect(`${relay.url}/one`)]
  const [cyn, dan] = [await connect(`${relay.url}/two`), await connect(`${relay.url}/two`)]
  const [eve, fay] = [await connect(relay.url), await connect(relay.url)]
  ada.send('one')
  cyn.send('two')
  eve.send('hub')
  expect(await ben.nextText()).toBe('one')
  expect(await dan.nextText()).toBe('two')
  expect(await fay.nextText()).toBe('hub')
})

test.each(['a', 'x'.repeat(64), 'Az09_-', '__proto__', 'constructor'])(
  'a room may be called %s',
  async (room) => {
    const [ada, ben] = [await connect(`${relay.url}/${room}`), await connect(`${relay.url}/${room}?ignored`)]
    ada.send('hello')
    expect(await ben.nextText()).toBe('hello')
  },
)

test.each(['/', '/' + 'x'.repeat(65), '/a.b', '/a/b', '/%41', '/a%20b', 's', '/../healthz'])(
  'no room is at /ws%s',
  async (suffix) => {
    expect(await refusedStatus(relay.url + suffix)).toBe(404)
  },
)

test('an unknown subprotocol is not selected, so the client sees that it is not spoken', async () => {
  const client = connect(relay.url, ['something.else'])
  await expect(client).rejects.toThrow('Server sent no subprotocol')
})

test('a message of 64 KiB passes, one byte more closes its sender with 1009 and nobody else', async () => {
  const [ada, ben, cyn] = [await connect(relay.url), await connect(relay.url), await connect(relay.url)]
  const largest = Buffer.alloc(65_536, 7)
  ada.send(largest)
  expect((await ben.next()).payload).toEqual(largest)
  expect((await cyn.next()).payload).toEqual(largest)
  ada.send(Buffer.alloc(65_537))
  expect((await ada.closed).code).toBe(1009)
  ben.send('still here')
  expect(await cyn.nextText()).toBe('still here')
})

test('text that is not UTF-8 closes its sender with 1007', async () => {
  const [ada, ben, cyn] = [await connect(relay.url), await connect(relay.url), await connect(relay.url)]
  ada.socket.send(Buffer.from([0xc3, 0x28]), { binary: false })
  expect((await ada.closed).code).toBe(1007)
  ben.send('still here')
  expect(await cyn.nextText()).toBe('still here')
})
