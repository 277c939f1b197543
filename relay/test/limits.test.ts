import { once } from 'node:events'
import { expect, test } from 'vitest'
import { connect, refusedStatus } from './client.ts'
import { closeCodeOf, frame, openRawWebSocket } from './raw-client.ts'
import { startedRelay } from './relay-process.ts'

test('a full relay answers 503, and has a place again when somebody leaves', async () => {
  const { url, httpUrl } = await startedRelay('--max-connections', '2')
  const ada = await connect(url)
  await connect(`${url}/other`)
  expect(await refusedStatus(url)).toBe(503)
  expect((await fetch(`${httpUrl}/ws`)).status).toBe(503)
  ada.socket.close()
  // The relay may hear of the end after ada does.
  await expect
    .poll(() =>
      connect(url).then(
        () => 'in',
        () => 'refused',
      ),
    )
    .toBe('in')
})

test('a full room answers 409, others go on', async () => {
  const { url, httpUrl } = await startedRelay('--max-room-members', '2')
  await connect(`${url}/a`)
  await connect(`${url}/a`)
  expect(await refusedStatus(`${url}/a`)).toBe(409)
  expect((await fetch(`${httpUrl}/ws/a`)).status).toBe(409)
  await connect(`${url}/b`)
})

test('too many rooms answer 507, rooms that exist still take people', async () => {
  const { url } = await startedRelay('--max-rooms', '2')
  await connect(`${url}/a`)
  await connect(`${url}/b`)
  expect(await refusedStatus(`${url}/c`)).toBe(507)
  await connect(`${url}/a`)
})

test('too many connections from one address answer 429', async () => {
  const { url, httpUrl } = await startedRelay('--max-connections-per-address', '2')
  await connect(url)
  await connect(url)
  expect(await refusedStatus(url)).toBe(429)
  expect((await fetch(`${httpUrl}/ws`)).status).toBe(429)
})

test('0 lifts a limit', async () => {
  const lifted = ['--max-connections', '--max-connections-per-address', '--max-rooms', '--max-room-members']
  const free = await startedRelay(...lifted.flatMap((flag) => [flag, '0']), '--max-message-bytes', '0')
  const [ada, ben] = [await connect(free.url), await connect(free.url)]
  ada.send(Buffer.alloc(200_000))
  expect((await ben.next()).payload.length).toBe(200_000)
})

test('a burst is held back, not lost', async () => {
  const { url } = await startedRelay('--messages-per-second', '200', '--message-burst', '100')
  const [ada, ben] = [await connect(url), await connect(url)]
  const start = performance.now()
  for (let i = 0; i < 190; i++) ada.send(String(i))
  for (let i = 0; i < 190; i++) expect(await ben.nextText()).toBe(String(i))
  // 90 messages above the burst at 200 a second: the next one is not read before that debt is paid.
  ada.send('after the debt')
  expect(await ben.nextText()).toBe('after the debt')
  expect(performance.now() - start).toBeGreaterThan(400)
})

test('who keeps flooding is closed with 4008, others go on', async () => {
  const { url, port } = await startedRelay('--messages-per-second', '10', '--message-burst', '20')
  const [ben, cyn] = [await connect(url), await connect(url)]
  const flooder = await openRawWebSocket(port)
  // In one write: what comes bit by bit is held back instead, and never becomes a flood.
  flooder.socket.write(
    Buffer.concat(Array.from({ length: 100 }, (_, i) => frame(0x1, Buffer.from(String(i))))),
  )
  expect(closeCodeOf(await flooder.ended)).toBe(4008)
  // What passed before is delivered: the burst, and as much on credit.
  for (let i = 0; i < 40; i++) expect(await ben.nextText()).toBe(String(i))
  cyn.send('still here')
  let text = await ben.nextText()
  // Time passed, on a busy machine more of it, so some more may have been earned: in order, and never all.
  let passed = 40
  for (; text === String(passed); passed++) text = await ben.nextText()
  expect(text).toBe('still here')
  expect(passed).toBeLessThan(100)
})

test('bytes are charged by how many receive them', async () => {
  const flags = ['--bytes-per-second', '100000', '--byte-burst', '100000', '--metrics-token', 'm']
  const { url, httpUrl } = await startedRelay(...flags)
  const heldBack = async () => {
    const metrics = await fetch(`${httpUrl}/metrics`, { headers: { Authorization: 'Bearer m' } })
    return Number(/^sidetone_relay_held_back_total (\d+)$/m.exec(await metrics.text())?.[1])
  }
  const sendMany = async (room: string, receivers: number) => {
    const sender = await connect(`${url}/${room}`)
    const others = []
    for (let i = 0; i < receivers; i++) others.push(await connect(`${url}/${room}`))
    const start = performance.now()
    for (let i = 0; i < 9; i++) sender.send(Buffer.alloc(10_000))
    sender.send('last')
    for (const other of others) {
      for (let i = 0; i < 9; i++) expect((await other.next()).payload.length).toBe(10_000)
      expect(await other.nextText()).toBe('last')
    }
    sender.send('next')
    expect(await others[0]?.nextText()).toBe('next')
    return performance.now() - start
  }
  await sendMany('pair', 1)
  expect(await heldBack()).toBe(0)
  // 90 kB to two is 80 kB more than the burst: 0.8 s of debt before the next message is read.
  expect(await sendMany('three', 2)).toBeGreaterThan(700)
  expect(await heldBack()).toBeGreaterThan(0)
})

test('a receiver that does not read is dropped with 1013, what others get is not delayed', async () => {
  const { url } = await startedRelay(
    ...['--max-buffered-bytes', '200000', '--bytes-per-second', '0'],
    // Until its close frame is read: on a busy machine the rest of the sends comes first.
    ...['--close-timeout-seconds', '60'],
  )
  const [ada, ben, cyn] = [await connect(url), await connect(url), await connect(url)]
  cyn.socket.pause()
  let sent = 0
  const relayed = async () => {
    ada.send(Buffer.alloc(50_000))
    sent += 1
    await ben.next()
  }
  // More than any loopback socket buffers plus what the relay keeps.
  while (sent < 400) await relayed()
  cyn.socket.resume()
  expect((await cyn.closed).code).toBe(1013)
})

test('pings are answered, and a flood of them is closed with 4008', async () => {
  const { url, port } = await startedRelay('--messages-per-second', '10', '--message-burst', '20')
  const ada = await connect(url)
  ada.socket.ping('echo')
  const pong: unknown[] = await once(ada.socket, 'pong')
  expect(String(pong[0])).toBe('echo')
  const flooder = await openRawWebSocket(port)
  flooder.socket.write(Buffer.concat(Array.from({ length: 100 }, () => frame(0x9, Buffer.alloc(0)))))
  expect(closeCodeOf(await flooder.ended)).toBe(4008)
})

test('a half-open connection is cut after two missed pings, one that answers is not', async () => {
  const { url } = await startedRelay('--ping-interval-seconds', '3')
  const alive = await connect(url)
  const halfOpen = await connect(url, [], { autoPong: false })
  let pings = 0
  halfOpen.socket.on('ping', () => (pings += 1))
  expect((await halfOpen.closed).code).toBe(1006)
  expect(pings).toBe(2)
  expect(alive.socket.readyState).toBe(alive.socket.OPEN)
}, 60_000)
