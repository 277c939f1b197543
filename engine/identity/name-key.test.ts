import { expect, test } from 'vitest'
import { nameKey } from './name-key.ts'

test.each([
  ['Ada', 'ADA'],
  ['Ada', ' ada '],
  ['Ada', 'Ａｄａ'],
  ['José', 'José'],
  ['Ada', 'Аԁа'],
  ['Bob', 'B0b'],
  ['Alice', 'Al\u00ADice'],
  ['Ada', 'Ad\u200Da'],
  ['Paul', 'Pau1'],
  ['小明', '小明'],
])('%j and %j are the same or look it', (one, other) => {
  expect(nameKey(one)).toBe(nameKey(other))
})

test.each([
  ['Ada', 'Adam'],
  ['Jose', 'José'],
  ['Ian', 'Lan'],
  ['Ann A', 'Anna'],
  ['小明', '小名'],
])('%j and %j are two names', (one, other) => {
  expect(nameKey(one)).not.toBe(nameKey(other))
})
