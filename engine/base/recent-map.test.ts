import { expect, test } from 'vitest'
import { createRecentMap } from './recent-map.ts'

test('recent map: a key has one value, and the keys asked for last are kept', () => {
  let made = 0
  const map = createRecentMap(2, () => ({ number: (made += 1) }))
  expect([map.of('a').number, map.of('b').number, map.of('a').number]).toEqual([1, 2, 1])
  map.of('c')
  expect(map.size()).toBe(2)
  expect(map.of('a').number).toBe(1)
  expect(map.of('b').number).toBe(4)
})
