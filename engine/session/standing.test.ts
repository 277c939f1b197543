import { expect, test } from 'vitest'
import { createFakeClock } from '../testing/fake-clock.ts'
import { limits } from '../base/limits.ts'
import { createStandings } from './standing.ts'

test('a malformed count rises with each, and forgets one each so often', async () => {
  const clock = createFakeClock()
  const { malformed } = createStandings(clock).of('key')
  expect([malformed.add(), malformed.add(), malformed.add()]).toEqual([1, 2, 3])
  await clock.advance(limits.malformedDecayMs - 1)
  expect(malformed.add()).toBe(4)
  await clock.advance(1)
  expect(malformed.add()).toBe(4)
  await clock.advance(100 * limits.malformedDecayMs)
  expect(malformed.add()).toBe(1)
  await clock.advance(limits.malformedDecayMs / 2)
  expect(malformed.add()).toBe(2)
})

test('a standing is the key’s, whatever comes between, and each rate has a bucket of its own', () => {
  const standings = createStandings(createFakeClock())
  const rule = { burst: 2, refillMs: 1_000 }
  expect([1, 2, 3].map(() => standings.of('key').isWithin('talk', rule))).toEqual([true, true, false])
  expect(standings.of('key').isWithin('other', rule)).toBe(true)
  expect(standings.of('another key').isWithin('talk', rule)).toBe(true)
})

test('standings are kept of so many keys, those heard of last', () => {
  const standings = createStandings(createFakeClock())
  standings.of('first').malformed.add()
  standings.of('second').malformed.add()
  for (let n = 0; n < limits.maxStandings - 1; n++) {
    standings.of(`key ${n}`)
    standings.of('second')
  }
  expect(standings.of('second').malformed.add()).toBe(2)
  expect(standings.of('first').malformed.add()).toBe(1)
})
