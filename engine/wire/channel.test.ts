import fc from 'fast-check'
import { expect, test } from 'vitest'
import { controlMessageSchema, utf8Bytes } from './channel.ts'
import { parseJson } from '../base/json.ts'

const parseControl = (value: unknown) => parseJson(controlMessageSchema, JSON.stringify(value))

test.each([
  { type: 'ping', n: 0 },
  { type: 'pong', n: 7 },
  { type: 'bye' },
  { type: 'proof', signature: 'A'.repeat(86) },
])('a control message parses to itself: %j', (value) => {
  expect(parseControl(value)).toEqual(value)
})

test('nothing else counts as a message, and nothing throws', () => {
  fc.assert(
    fc.property(fc.oneof(fc.json(), fc.string({ unit: 'binary' })), (text) => {
      expect(parseJson(controlMessageSchema, text)).toBeUndefined()
    }),
  )
})

test('UTF-8 is counted as the encoder writes it', () => {
  expect(utf8Bytes('aé世🙂')).toBe(1 + 2 + 3 + 4)
  expect(utf8Bytes('\uD800')).toBe(3)
})
