import { expect, test } from 'vitest'
import { createFakeClock } from '../testing/fake-clock.ts'
import type { ControlMessage } from '../wire/channel.ts'
import { limits } from '../base/limits.ts'
import { createHeartbeat } from './heartbeat.ts'

function start() {
  const clock = createFakeClock()
  const sent: ControlMessage[] = []
  let silences = 0
  let returns = 0
  const heartbeat = createHeartbeat({
    clock,
    send: (message) => sent.push(message),
    onSilent: () => (silences += 1),
    onHeard: () => (returns += 1),
  })
  return { clock, sent, heartbeat, silences: () => silences, returns: () => returns }
}

test('pings each interval, counting up', async () => {
  const { clock, sent, heartbeat } = start()
  for (let beat = 0; beat < 3; beat++) {
    await clock.advance(limits.heartbeatIntervalMs)
    heartbeat.heard()
  }
  expect(sent).toEqual([1, 2, 3].map((n) => ({ type: 'ping', n })))
})

test('a peer that is heard now and then stays', async () => {
  const { clock, heartbeat, silences } = start()
  for (let beat = 0; beat < 50; beat++) {
    await clock.advance(limits.heartbeatTimeoutMs - limits.heartbeatIntervalMs)
    heartbeat.heard()
  }
  expect(silences()).toBe(0)
})

test('silence is said once, within an interval after the time-out', async () => {
  const { clock, silences } = start()
  await clock.advance(limits.heartbeatTimeoutMs - 1)
  expect(silences()).toBe(0)
  await clock.advance(limits.heartbeatIntervalMs)
  expect(silences()).toBe(1)
  await clock.advance(60_000)
  expect(silences()).toBe(1)
})

test('whoever is heard again after silence, or after doubt, is said to be, once', async () => {
  const { clock, heartbeat, returns, silences } = start()
  await clock.advance(limits.heartbeatTimeoutMs + limits.heartbeatIntervalMs)
  heartbeat.heard()
  heartbeat.heard()
  expect(returns()).toBe(1)
  heartbeat.doubt()
  heartbeat.heard()
  expect(returns()).toBe(2)
  await clock.advance(limits.heartbeatTimeoutMs + limits.heartbeatIntervalMs)
  expect(silences()).toBe(2)
})

test('a peer is not gone because our own clock stood still', async () => {
  const { clock, heartbeat, silences } = start()
  clock.standStill(60 * 60_000)
  await clock.advance(limits.heartbeatTimeoutMs - 1)
  expect(silences()).toBe(0)
  heartbeat.heard()
  await clock.advance(limits.heartbeatTimeoutMs - 1)
  expect(silences()).toBe(0)
})

test('a peer that is gone after our clock stood still is noticed all the same', async () => {
  const { clock, silences } = start()
  clock.standStill(60 * 60_000)
  await clock.advance(limits.heartbeatTimeoutMs + 2 * limits.heartbeatIntervalMs)
  expect(silences()).toBe(1)
})

test('stopped, it says nothing more', async () => {
  const { clock, sent, heartbeat, silences } = start()
  heartbeat.stop()
  await clock.advance(60_000)
  expect(sent).toEqual([])
  expect(silences()).toBe(0)
})
