import { createConnection } from 'node:net'
import { once } from 'node:events'
import { expect, onTestFinished, test } from 'vitest'
import { connect } from '../test/client.ts'
import { startRelay } from './relay.ts'

test('a half-open connection is cut after two missed pings, one that answers is not', async () => {
  const relay = await startRelay({ host: '127.0.0.1', port: 0, limits: { pingIntervalSeconds: 0.05 } })
  onTestFinished(() => relay.close())
  const alive = await connect(relay.url)
  const halfOpen = await connect(relay.url, [], { autoPong: false })
  let pings = 0
  halfOpen.socket.on('ping', () => (pings += 1))
  expect((await halfOpen.closed).code).toBe(1006)
  expect(pings).toBe(2)
  expect(alive.socket.readyState).toBe(alive.socket.OPEN)
})

test('closing frees the port and ends connections that never spoke', async () => {
  const relay = await startRelay({ host: '127.0.0.1', port: 0 })
  const silent = createConnection(relay.port, '127.0.0.1')
  await once(silent, 'connect')
  // A connection that is cut may say so.
  silent.on('error', () => undefined)
  const silentClosed = new Promise((resolve) => silent.on('close', resolve))
  await relay.close()
  await silentClosed
  const again = await startRelay({ host: '127.0.0.1', port: relay.port })
  expect(again.port).toBe(relay.port)
  await again.close()
})

test('an IPv6 address stands in brackets in the URL', async () => {
  const relay = await startRelay({ host: '::1', port: 0 })
  expect(relay.url).toBe(`ws://[::1]:${relay.port}/ws`)
  await relay.close()
})
