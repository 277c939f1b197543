import { expect, test } from 'vitest'
import { mentionsName } from './mention.ts'

test.each([
  ['@Ada', 'Ada'],
  ['Hi @ada, there', 'Ada'],
  ['(@ADA)', 'Ada'],
  ['@ada’s turn', 'Ada'],
  ['mail@adam and @Ada', 'Ada'],
  ['@Ada Lovelace!', 'Ada Lovelace'],
  ['@Zoë', 'Zoe\u0308'],
  ['@小明 你好', '小明'],
  ['@小明你好', '小明'],
])('mentionsName finds in %j the name %j', (text, name) => {
  expect(mentionsName(text, name)).toBe(true)
})

test.each([
  ['Ada', 'Ada'],
  ['@Adam', 'Ada'],
  ['@ Ada', 'Ada'],
  ['@Ada', 'Ada Lovelace'],
  ['@', ''],
  ['@Ada1', 'Ada'],
])('mentionsName finds in %j no name %j', (text, name) => {
  expect(mentionsName(text, name)).toBe(false)
})

test('mentionsName looks at so many signs and no more', () => {
  expect(mentionsName(`${'@'.repeat(10)}Ada`, 'Ada')).toBe(true)
  expect(mentionsName('@'.repeat(32_000) + 'Ada', 'Ada')).toBe(false)
})
