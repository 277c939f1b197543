import { expect, test } from 'vitest'
import names from '../../docs/test-vectors/names.json' with { type: 'json' }
import { looksLike } from './name-key.ts'

test.each(names.alike)('looksLike: the vector of %j and %j, which look alike', (one = '', other = '') => {
  expect(looksLike(one, other)).toBe(true)
})

test.each(names.different)('looksLike: the vector of %j and %j, which do not', (one = '', other = '') => {
  expect(looksLike(one, other)).toBe(false)
})
