import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createBackoff } from './backoff.ts'

test('doubles up to the cap, and starts anew after a reset', () => {
  const backoff = createBackoff({ firstMs: 500, random: () => 1 })
  const delays = Array.from({ length: 9 }, () => backoff.nextMs(30_000))
  expect(delays).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000])
  // Another cap, for now.
  expect([backoff.nextMs(2_000), backoff.nextMs(30_000)]).toEqual([2_000, 30_000])
  backoff.reset()
  expect(backoff.nextMs(30_000)).toBe(500)
})

test('is random from nothing up to the ceiling', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (random) => {
      const backoff = createBackoff({ firstMs: 500, random: () => random })
      expect(backoff.nextMs(30_000)).toBe(Math.round(500 * random))
      expect(backoff.nextMs(30_000)).toBe(Math.round(1_000 * random))
    }),
  )
})

test('stays at the cap, however often it fails', () => {
  const backoff = createBackoff({ firstMs: 500, random: () => 0.9999 })
  for (let attempt = 0; attempt < 5_000; attempt++) expect(backoff.nextMs(30_000)).toBeLessThanOrEqual(30_000)
})
