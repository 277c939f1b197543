import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fromBase64Url, toBase64Url } from './base64url.ts'

test.each([
  // RFC 4648, section 10, without padding.
  ['', ''],
  ['f', 'Zg'],
  ['fo', 'Zm8'],
  ['foo', 'Zm9v'],
  ['foob', 'Zm9vYg'],
  ['fooba', 'Zm9vYmE'],
  ['foobar', 'Zm9vYmFy'],
])('the vector of RFC 4648 for %j', (text, encoded) => {
  expect(toBase64Url(new TextEncoder().encode(text))).toBe(encoded)
})

test('uses the two characters that are safe in a path', () => {
  expect(toBase64Url(Uint8Array.of(0xfb, 0xff, 0xfe))).toBe('-__-')
})

test('gives back the bytes that went in', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 500 }), (bytes) => {
      expect(fromBase64Url(toBase64Url(bytes))).toEqual(bytes)
    }),
  )
})

test('takes more bytes than a function takes arguments', () => {
  const bytes = new Uint8Array(300_000).fill(7)
  expect(fromBase64Url(toBase64Url(bytes))).toEqual(bytes)
})

test.each(['A', 'AAAAA', 'AA==', 'A+A', 'A/A', 'A A', 'Ä', 'AA\n', '🙂'])('refuses %j', (text) => {
  expect(fromBase64Url(text)).toBeUndefined()
})
