import { expect, test } from 'vitest'
import { connect } from './client.ts'
import { inspectedRelay, servesAnHonestPair, type InspectedRelay } from './inspected-relay.ts'
import { expectMemoryBack } from './memory-back.ts'
import { closeCodeOf, frame, handshake, openRaw, openRawWebSocket } from './raw-client.ts'

const text = 0x1
const binary = 0x2
const continuation = 0x0
const ping = 0x9

/** Attacks once for warming up (compiled code and pools stay), then again and more, and serves an honest pair after each. */
async function survives(relay: InspectedRelay, attack: (times: number) => Promise<void>, times: number) {
  const attackAndServe = async () => {
    await attack(times)
    expect(await servesAnHonestPair(relay.url)).toBe(true)
  }
  await attackAndServe()
  await expectMemoryBack(relay, attackAndServe)
}

function times<Made>(count: number, make: (index: number) => Promise<Made>): Promise<Made[]> {
  return Promise.all(Array.from({ length: count }, (_, index) => make(index)))
}

test('slowloris: requests that never end are cut, and hinder nobody', async () => {
  const relay = await inspectedRelay('--handshake-timeout-seconds', '5')
  const attack = async (count: number) => {
    const clients = await times(count, () => openRaw(relay.port))
    const drip = setInterval(() => {
      for (const { socket } of clients) if (socket.writable) socket.write('x')
    }, 100)
    clients.forEach(({ socket }, index) => {
      // Nothing at all; a request line; headers that go on and on.
      if (index % 3 > 0) socket.write('GET /ws HTTP/1.1\r\n')
      if (index % 3 > 1) socket.write('Host: relay\r\nX-Endless: ')
    })
    expect(await servesAnHonestPair(relay.url)).toBe(true)
    await Promise.all(clients.map(({ ended }) => ended))
    clearInterval(drip)
  }
  await survives(relay, attack, 300)
}, 240_000)

test('headers that are too long are answered 431', async () => {
  const relay = await inspectedRelay()
  const attack = async (count: number) => {
    await times(count, async () => {
      const { socket, ended } = await openRaw(relay.port)
      socket.write(`GET /ws HTTP/1.1\r\nX-Long: ${'x'.repeat(100_000)}\r\n\r\n`)
      expect((await ended).toString()).toMatch(/^HTTP\/1\.1 431 /)
    })
  }
  await survives(relay, attack, 100)
}, 240_000)

test('half-open sockets are found and cut', async () => {
  const relay = await inspectedRelay('--ping-interval-seconds', '1')
  const attack = async (count: number) => {
    const clients = await times(count, () => openRawWebSocket(relay.port))
    await Promise.all(clients.map(({ ended }) => ended))
  }
  await survives(relay, attack, 200)
}, 240_000)

test.each([
  ['a frame that announces a terabyte', Buffer.from([0x82, 0xff, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0]), 1009],
  ['a message of one byte too many', frame(binary, Buffer.alloc(65_537)), 1009],
  [
    'fragments that are too long together',
    Buffer.concat([
      frame(text, Buffer.alloc(40_000, 97), false),
      frame(continuation, Buffer.alloc(40_000, 97)),
    ]),
    1009,
  ],
  [
    'a thousand continuation frames',
    Buffer.concat([
      frame(text, Buffer.of(97), false),
      ...Array.from({ length: 1_000 }, () => frame(continuation, Buffer.of(97), false)),
    ]),
    1008,
  ],
  [
    'a thousand empty continuation frames',
    Buffer.concat([
      frame(text, Buffer.alloc(0), false),
      ...Array.from({ length: 1_000 }, () => frame(continuation, Buffer.alloc(0), false)),
    ]),
    1008,
  ],
  ['a continuation of nothing', frame(continuation, Buffer.of(97)), 1002],
  ['a frame without a mask', Buffer.from([0x81, 1, 97]), 1002],
  ['a reserved bit', Buffer.from([0xc1, 0x81, 0, 0, 0, 0, 97]), 1002],
  ['an unknown opcode', frame(0x3, Buffer.of(97)), 1002],
  ['a ping that is too long', Buffer.concat([Buffer.from([0x89, 0xfe, 0, 126]), Buffer.alloc(130)]), 1002],
  ['a ping in fragments', frame(ping, Buffer.of(97), false), 1002],
  ['a close with a code that does not exist', frame(0x8, Buffer.of(0, 5)), 1002],
  ['text that is not UTF-8', frame(text, Buffer.of(0xc3, 0x28)), 1007],
  ['a close reason that is not UTF-8', frame(0x8, Buffer.of(3, 232, 0xc3, 0x28)), 1007],
  [
    'a hundred thousand pings',
    Buffer.concat(Array.from({ length: 100_000 }, () => frame(ping, Buffer.of(97)))),
    4008,
  ],
  [
    'a hundred thousand messages',
    Buffer.concat(Array.from({ length: 100_000 }, () => frame(text, Buffer.of(97)))),
    4008,
  ],
])(
  '%s',
  async (_, bytes, code) => {
    const relay = await inspectedRelay('--close-timeout-seconds', '1')
    const attack = async (count: number) => {
      await times(count, async () => {
        const { socket, ended } = await openRawWebSocket(relay.port, '/ws/target')
        socket.write(bytes)
        expect(closeCodeOf(await ended)).toBe(code)
      })
    }
    await survives(relay, attack, bytes.length > 100_000 ? 4 : 50)
  },
  240_000,
)

test('a frame that comes byte by byte is given up', async () => {
  const relay = await inspectedRelay('--max-message-chunks', '100')
  const client = await openRawWebSocket(relay.port)
  client.socket.setNoDelay()
  const bytes = frame(binary, Buffer.alloc(10_000))
  let at = 0
  // Each byte is sent once the one before it was taken, so that none are joined on the way.
  while (!client.socket.destroyed && at < bytes.length) {
    await new Promise((resolve) => client.socket.write(bytes.subarray(at, ++at), resolve))
    await new Promise((resolve) => setImmediate(resolve))
  }
  expect(closeCodeOf(await client.ended)).toBe(1008)
}, 240_000)

test('one that never reads among many that do costs the others nothing', async () => {
  const relay = await inspectedRelay('--bytes-per-second', '0', '--messages-per-second', '0')
  const attack = async (messages: number) => {
    const room = `${relay.url}/crowd`
    const sender = await connect(room)
    const readers = await times(20, () => connect(room))
    const lazy = await openRawWebSocket(relay.port, '/ws/crowd')
    lazy.socket.pause()
    for (let i = 0; i < messages; i++) {
      sender.send(Buffer.alloc(60_000, i))
      await Promise.all(readers.map(async (reader) => expect((await reader.next()).payload[0]).toBe(i % 256)))
    }
    const { liveBytes } = await relay.memory()
    // Had the relay kept what the lazy one did not take, it would hold tens of megabytes.
    expect(liveBytes).toBeLessThan(40_000_000)
    lazy.socket.resume()
    // It was cut long ago; what the network had buffered is still delivered before that.
    await lazy.ended
    for (const { socket } of [sender, ...readers]) socket.terminate()
    await Promise.all([sender, ...readers].map(({ closed }) => closed))
  }
  await survives(relay, attack, 400)
}, 240_000)

test('a flood of connections from one address leaves others alone', async () => {
  const relay = await inspectedRelay(
    ...['--max-connections-per-address', '100'],
    // All are there before the first speaks, which takes a busy machine longer than a handshake may.
    ...['--handshake-timeout-seconds', '60'],
  )
  const attack = async (count: number) => {
    const clients = await times(count, () => openRaw(relay.port, '127.0.0.2'))
    const answers = clients.map(async ({ socket, ended }) => {
      socket.write(handshake())
      const first = await Promise.race([new Promise((resolve) => socket.once('data', resolve)), ended])
      return String(first).slice(9, 12)
    })
    expect(await servesAnHonestPair(relay.url, '127.0.0.3')).toBe(true)
    const statuses = await Promise.all(answers)
    expect(statuses.filter((status) => status === '101').length).toBe(100)
    expect(statuses.every((status) => ['101', '429', ''].includes(status))).toBe(true)
    for (const { socket } of clients) socket.resetAndDestroy()
  }
  await survives(relay, attack, 1_500)
}, 240_000)
