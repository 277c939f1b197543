import { expect, test } from 'vitest'
import { createFakeClock } from '../testing/fake-clock.ts'
import { limits } from './limits.ts'
import { watchForWake } from './wake.ts'

test('a clock that stood still is noticed once, and a busy moment is not', async () => {
  const clock = createFakeClock()
  let wakes = 0
  const stop = watchForWake(clock, () => (wakes += 1))
  await clock.advance(10 * limits.wakeIntervalMs)
  expect(wakes).toBe(0)
  clock.standStill(60_000)
  await clock.advance(limits.wakeIntervalMs)
  expect(wakes).toBe(1)
  await clock.advance(10 * limits.wakeIntervalMs)
  expect(wakes).toBe(1)
  stop()
  expect(clock.pending()).toBe(0)
})
