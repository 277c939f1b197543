import { expect, test } from 'vitest'
import { createFakeClock } from '../testing/fake-clock.ts'
import { createRateLimit } from './rate-limit.ts'

function start() {
  const clock = createFakeClock()
  const limit = createRateLimit({ clock, burst: 3, refillMs: 1_000 })
  const taken = (attempts: number) => Array.from({ length: attempts }, () => limit.take())
  return { clock, taken }
}

test('lets a burst through, and then one each while', async () => {
  const { clock, taken } = start()
  expect(taken(5)).toEqual([true, true, true, false, false])
  await clock.advance(1_000)
  expect(taken(2)).toEqual([true, false])
  await clock.advance(2_500)
  expect(taken(3)).toEqual([true, true, false])
})

test('saves up no more than a burst', async () => {
  const { clock, taken } = start()
  await clock.advance(60 * 60_000)
  expect(taken(5)).toEqual([true, true, true, false, false])
})

test('a clock that is set back gives nothing away and takes nothing', () => {
  const { clock, taken } = start()
  clock.standStill(-60_000)
  expect(taken(4)).toEqual([true, true, true, false])
  clock.standStill(1_000)
  expect(taken(2)).toEqual([true, false])
})
