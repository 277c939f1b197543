import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { chatMessageSchema } from './protocol.ts'
import { parseJson } from '../base/json.ts'
import { limits } from '../base/limits.ts'

const message = {
  authorKey: 'K'.repeat(43),
  authorName: 'Ada',
  seq: 1,
  atMs: 1_700_000_000_000,
  text: 'hello',
  signature: 'S'.repeat(86),
}
const said = (more: object = {}) => ({ type: 'message', message: { ...message, ...more }, isLate: false })
const parse = (value: unknown) => parseJson(chatMessageSchema, JSON.stringify(value))
const authorId = 'A'.repeat(43)
const manyRanges = (count: number) => Array.from({ length: count }, (_, n) => [2 * n + 1, 2 * n + 1])
const manyHeads = (authors: number, ranges: number) => ({
  type: 'want',
  have: Array.from({ length: authors }, () => ({ authorId, ranges: manyRanges(ranges) })),
})
const fullHeads = limits.maxHeadRanges / limits.maxRangesPerAuthor

test.each([
  said(),
  said({ text: '<script>alert(1)</script>' }),
  said({ text: '🙂'.repeat(limits.maxMessageTextBytes / 4) }),
  said({ seq: Number.MAX_SAFE_INTEGER }),
  { ...said(), isLate: true },
  { type: 'received', ranges: [] },
  { type: 'received', ranges: [[1, Number.MAX_SAFE_INTEGER]] },
  { type: 'received', ranges: manyRanges(limits.maxRangesPerAuthor) },
  { type: 'want', have: [] },
  manyHeads(limits.maxHeadAuthors, 1),
  manyHeads(fullHeads, limits.maxRangesPerAuthor),
  { type: 'history', messages: [message, message], isComplete: true },
])('a chat message parses to itself', (value) => {
  expect(parse(value)).toEqual(value)
})

describe('is refused on the chat channel', () => {
  test.each([
    ['an empty text', said({ text: '' })],
    ['a text that is no string', said({ text: ['hello'] })],
    ['a text one byte too long', said({ text: 'x'.repeat(limits.maxMessageTextBytes + 1) })],
    ['a text that is short in characters and long in bytes', said({ text: '世'.repeat(11_000) })],
    ['seq 0', said({ seq: 0 })],
    ['a negative seq', said({ seq: -1 })],
    ['a fraction as seq', said({ seq: 0.5 })],
    ['a seq beyond exact numbers', said({ seq: 2 ** 53 })],
    ['a seq that is a string', said({ seq: '1' })],
    ['a time before 1970', said({ atMs: -1 })],
    ['a time that Date cannot show', said({ atMs: 8.64e15 + 1_000 })],
    ['a fraction as time', said({ atMs: 1.5 })],
    ['no time', said({ atMs: null })],
    ['a name that would rewrite its line', said({ authorName: 'Ada\u202E' })],
    ['a name that is too long', said({ authorName: 'x'.repeat(limits.maxNameCharacters + 1) })],
    ['a name that cannot be seen', said({ authorName: ' ' })],
    ['no key', said({ authorKey: '' })],
    ['no signature', said({ signature: undefined })],
    ['a message without a wrapping', { type: 'message', ...message }],
    ['ranges that go down', { type: 'received', ranges: [[2, 1]] }],
    ['ranges from zero', { type: 'received', ranges: [[0, 1]] }],
    ['ranges beyond exact numbers', { type: 'received', ranges: [[1, 2 ** 53]] }],
    ['too many ranges', { type: 'received', ranges: manyRanges(limits.maxRangesPerAuthor + 1) }],
    ['too many authors', manyHeads(limits.maxHeadAuthors + 1, 1)],
    ['too many ranges of all authors', manyHeads(fullHeads + 1, limits.maxRangesPerAuthor)],
    ['an author that is no id', { type: 'want', have: [{ authorId: '__proto__', ranges: [] }] }],
    [
      'too many messages at once',
      {
        type: 'history',
        isComplete: true,
        messages: Array.from({ length: limits.maxHistoryPageMessages + 1 }, () => message),
      },
    ],
    ['a control message', { type: 'bye' }],
  ])('%s', (_, value) => {
    expect(parse(value)).toBeUndefined()
  })
})

test('nothing else counts as a message, and nothing throws', () => {
  fc.assert(
    fc.property(fc.oneof(fc.json(), fc.string({ unit: 'binary' })), (text) => {
      expect(parseJson(chatMessageSchema, text)).toBeUndefined()
    }),
  )
})
