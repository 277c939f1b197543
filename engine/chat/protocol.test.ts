import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { limits } from '../base/limits.ts'
import { parseMessage } from '../testing/parse-message.ts'
import { chatProtocol } from './protocol.ts'

const hash = 'A'.repeat(43)
const entry = { key: hash, text: '{}', signature: 'S'.repeat(86) }
const parse = (value: unknown) => parseMessage(chatProtocol, JSON.stringify(value))
const manyRanges = (count: number) => Array.from({ length: count }, (_, n) => [2 * n + 1, 2 * n + 1, hash])
const vector = (authors: number, ranges: number) =>
  Array.from({ length: authors }, () => ({ authorId: hash, ranges: manyRanges(ranges) }))
const fullVector = limits.maxVectorRanges / limits.maxRangesPerAuthor

test.each([
  { type: 'entry', entry, isLate: true },
  { type: 'entry', entry: { ...entry, text: '\u0001'.repeat(35_000) }, isLate: false },
  { type: 'received', ranges: [] },
  { type: 'received', ranges: [[1, Number.MAX_SAFE_INTEGER, hash]] },
  { type: 'received', ranges: manyRanges(limits.maxRangesPerAuthor) },
  { type: 'want', have: [] },
  { type: 'want', have: vector(limits.maxVectorAuthors, 1) },
  { type: 'digests', have: vector(fullVector, limits.maxRangesPerAuthor) },
  { type: 'history', entries: [entry, entry], isComplete: true },
  { type: 'evidence', entries: [entry] },
  { type: 'prove', author: hash, seq: 1 },
])('a chat message parses to itself', (value) => {
  expect(parse(value)).toEqual(value)
})

test('one entry that is none spoils no page', () => {
  const page = {
    type: 'history',
    entries: [entry, { ...entry, signature: 'none' }, 7, entry],
    isComplete: true,
  }
  expect(parse(page)).toEqual({ ...page, entries: [entry, undefined, undefined, entry] })
})

test('fields of a later version are no fault', () => {
  expect(parse({ type: 'prove', author: hash, seq: 1, more: true })).toEqual({
    type: 'prove',
    author: hash,
    seq: 1,
  })
})

describe('is malformed on the chat channel', () => {
  test.each([
    ['an entry without a key', { type: 'entry', entry: { ...entry, key: '' }, isLate: false }],
    [
      'an entry without a signature',
      { type: 'entry', entry: { ...entry, signature: undefined }, isLate: false },
    ],
    ['a text that is no string', { type: 'entry', entry: { ...entry, text: ['hello'] }, isLate: false }],
    [
      'a text that no channel carries when it is escaped',
      { type: 'entry', entry: { ...entry, text: '\u0001'.repeat(42_000) }, isLate: false },
    ],
    ['a very long text', { type: 'entry', entry: { ...entry, text: 'x'.repeat(250_000) }, isLate: false }],
    ['an entry without a wrapping', { type: 'entry', ...entry }],
    ['ranges that go down', { type: 'received', ranges: [[2, 1, hash]] }],
    ['ranges from zero', { type: 'received', ranges: [[0, 1, hash]] }],
    ['ranges beyond exact numbers', { type: 'received', ranges: [[1, 2 ** 53, hash]] }],
    ['ranges without a digest', { type: 'received', ranges: [[1, 2]] }],
    ['too many ranges', { type: 'received', ranges: manyRanges(limits.maxRangesPerAuthor + 1) }],
    ['too many authors', { type: 'want', have: vector(limits.maxVectorAuthors + 1, 1) }],
    [
      'too many ranges of all authors',
      { type: 'digests', have: vector(fullVector + 1, limits.maxRangesPerAuthor) },
    ],
    ['an author that is no id', { type: 'want', have: [{ authorId: '__proto__', ranges: [] }] }],
    ['number zero', { type: 'prove', author: hash, seq: 0 }],
    [
      'too many entries at once',
      {
        type: 'history',
        isComplete: true,
        entries: Array.from({ length: limits.maxHistoryPageEntries + 1 }, () => entry),
      },
    ],
  ])('%s', (_, value) => {
    expect(parse(value)).toBe('malformed')
  })
})

test('nothing else counts as a message, and nothing throws', () => {
  fc.assert(
    fc.property(fc.oneof(fc.json(), fc.string({ unit: 'binary' })), (text) => {
      expect(['malformed', 'unknown']).toContain(parseMessage(chatProtocol, text))
    }),
  )
})
