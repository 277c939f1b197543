import { randomBytes } from 'node:crypto'
import { connect as connectNats } from '@nats-io/transport-node'
import { describe, expect, onTestFinished, test } from 'vitest'
import { connect } from './client.ts'
import { companion, freePort, isInstalled } from './companions.ts'
import { startedRelay, type StartedRelay } from './relay-process.ts'

async function startNats(port: number) {
  return companion('nats-server', ['-a', '127.0.0.1', '-p', String(port)], /Server is ready/)
}

async function isReady({ httpUrl }: StartedRelay): Promise<boolean> {
  return (await fetch(`${httpUrl}/readyz`)).ok
}

async function readyRelay(port: number, ...flags: string[]) {
  const relay = await startedRelay('--nats', `nats://127.0.0.1:${port}`, ...flags)
  await expect.poll(() => isReady(relay)).toBe(true)
  return relay
}

describe.skipIf(!isInstalled('nats-server'))(
  'nodes over NATS (skipped where nats-server is not installed)',
  () => {
    test('two nodes share rooms: everybody else hears a message once, as it was sent', async () => {
      const port = await freePort()
      await startNats(port)
      const [north, south] = [await readyRelay(port), await readyRelay(port)]
      const [ada, ben] = [await connect(north.url), await connect(north.url)]
      const [cyn, dan] = [await connect(south.url), await connect(`${south.url}/other`)]
      // Joining completes the upgrade only once the subscription is there, so nothing needs to be waited for.
      ada.send('text')
      ada.send(Buffer.of(0, 1, 255))
      for (const client of [ben, cyn]) {
        expect(await client.next()).toEqual({ payload: Buffer.from('text'), isBinary: false })
        expect(await client.next()).toEqual({ payload: Buffer.of(0, 1, 255), isBinary: true })
      }
      cyn.send('back')
      // Had anything come twice, or to its sender, it would stand before these.
      expect(await ada.nextText()).toBe('back')
      expect(await ben.nextText()).toBe('back')
      const eve = await connect(`${north.url}/other`)
      eve.send('in the other room')
      expect(await dan.nextText()).toBe('in the other room')
      ada.send('last')
      expect(await cyn.nextText()).toBe('last')
    })

    test('a directed frame finds its address on another node', async () => {
      const port = await freePort()
      await startNats(port)
      const [north, south] = [await readyRelay(port), await readyRelay(port)]
      const address = randomBytes(16)
      const frame = Buffer.concat([Buffer.of(0x01), address, Buffer.from('sealed')])
      const ada = await connect(north.url, ['sidetone.relay.1'])
      const ben = await connect(south.url, ['sidetone.relay.1'])
      const bare = await connect(south.url)
      ben.send(Buffer.concat([Buffer.of(0x02), address]))
      ben.send(frame)
      expect((await ben.next()).payload).toEqual(frame)
      ada.send(frame)
      expect((await ben.next()).payload).toEqual(frame)
      ada.send(Buffer.from('\u0000to all', 'latin1'))
      expect((await bare.next()).payload.toString()).toBe('to all')
    })

    test('many messages in one tick arrive all, in order', async () => {
      const port = await freePort()
      await startNats(port)
      const [north, south] = [await readyRelay(port), await readyRelay(port)]
      const [ada, ben] = [await connect(north.url), await connect(south.url)]
      const payloads = Array.from({ length: 400 }, (_, i) => Buffer.alloc(i * 50, i))
      for (const payload of payloads) ada.send(payload)
      for (const payload of payloads) expect((await ben.next()).payload.equals(payload)).toBe(true)
    })

    test('without NATS local members go on, and when it is back nothing comes twice or late', async () => {
      const port = await freePort()
      const nats = await startNats(port)
      const [north, south] = [await readyRelay(port), await readyRelay(port)]
      const [ada, ben, cyn] = [await connect(north.url), await connect(north.url), await connect(south.url)]
      await nats.stop()
      await expect.poll(() => isReady(north)).toBe(false)
      await expect.poll(() => isReady(south)).toBe(false)
      ada.send('while it is gone')
      expect(await ben.nextText()).toBe('while it is gone')
      const newcomer = await connect(`${north.url}/new-room`)
      const companionOfNewcomer = await connect(`${north.url}/new-room`)
      newcomer.send('new rooms work too')
      expect(await companionOfNewcomer.nextText()).toBe('new rooms work too')

      await startNats(port)
      await expect.poll(() => isReady(north), { timeout: 30_000 }).toBe(true)
      await expect.poll(() => isReady(south), { timeout: 30_000 }).toBe(true)
      const elsewhere = await connect(`${south.url}/new-room`)
      newcomer.send('across nodes again')
      expect(await elsewhere.nextText()).toBe('across nodes again')
      ada.send('once')
      ada.send('and only once')
      expect(await cyn.nextText()).toBe('once')
      expect(await cyn.nextText()).toBe('and only once')
    }, 90_000)

    test('a relay starts without NATS, says that it is not ready, and joins it later', async () => {
      const port = await freePort()
      const relay = await startedRelay('--nats', `nats://127.0.0.1:${port}`)
      const ready = await fetch(`${relay.httpUrl}/readyz`)
      expect([ready.status, await ready.json()]).toEqual([503, { ready: false, reason: 'bus' }])
      const [ada, ben] = [await connect(relay.url), await connect(relay.url)]
      ada.send('alone')
      expect(await ben.nextText()).toBe('alone')
      await startNats(port)
      await expect.poll(() => isReady(relay), { timeout: 30_000 }).toBe(true)
      const other = await readyRelay(port)
      const cyn = await connect(other.url)
      ada.send('together')
      expect(await cyn.nextText()).toBe('together')
      relay.signal('SIGTERM')
      expect((await relay.finished).exitCode).toBe(0)
    }, 90_000)

    test('subjects carry no room name, only while somebody is there, and malformed batches on them are dropped', async () => {
      const port = await freePort()
      await startNats(port)
      const relay = await readyRelay(port, '--room-linger-seconds', '0', '--metrics-port', '0')
      const spy = await connectNats({ servers: `127.0.0.1:${port}` })
      onTestFinished(() => spy.close())
      const heard: { subject: string; data: Uint8Array }[] = []
      const subscription = spy.subscribe('>', { callback: (_, message) => void heard.push(message) })
      await spy.flush()
      const [ada, ben] = [await connect(`${relay.url}/a-room`), await connect(`${relay.url}/a-room`)]
      ada.send('sealed')
      expect(await ben.nextText()).toBe('sealed')
      await expect.poll(() => heard.length).toBe(1)
      const subject = heard[0]?.subject ?? ''
      expect(subject).toMatch(/^sidetone\.relay\.1\.[A-Za-z0-9_-]{43}$/)

      for (let i = 0; i < 200; i++) spy.publish(subject, randomBytes(i))
      spy.publish(subject, Buffer.from([0, 0, 0, 3, 0x80, 0xc3, 0x28]))
      spy.publish(subject, Buffer.from([0, 0, 0, 3, 0x80, 0x6f, 0x6b]))
      let text = await ben.nextText()
      while (text !== 'ok') text = await ben.nextText()

      ada.socket.close()
      ben.socket.close()
      await Promise.all([ada.closed, ben.closed])
      const noResponders = () =>
        spy.request(subject, 'anybody?', { timeout: 500 }).catch((error: unknown) => String(error))
      subscription.unsubscribe()
      await expect.poll(noResponders).toMatch(/no responders/i)
    })
  },
)
