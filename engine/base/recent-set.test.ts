import { expect, test } from 'vitest'
import { createRecentSet } from './recent-set.ts'

test('remembers the newest, also what is added again', () => {
  const set = createRecentSet(2)
  for (const value of ['a', 'b', 'a', 'c']) set.add(value)
  expect(['a', 'b', 'c'].filter((value) => set.has(value))).toEqual(['a', 'c'])
})
