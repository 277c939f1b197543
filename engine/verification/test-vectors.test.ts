import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import emoji from '../../docs/test-vectors/emoji.json' with { type: 'json' }
import numbers from '../../docs/test-vectors/safety-number.json' with { type: 'json' }
import { emojiTable } from './emoji-table.ts'
import { keyFingerprint, safetyNumber } from './safety-number.ts'
import { commitTo, shortAuthenticationString } from './sas.ts'

test('commitTo and shortAuthenticationString: the vector of emoji', async () => {
  const { run, askerKey, askerNonce } = emoji
  expect(await commitTo({ run, askerKey, nonce: askerNonce })).toBe(emoji.commitment)
  expect(await shortAuthenticationString(emoji)).toEqual(emoji.places)
})

test('emojiTable: the vector and docs/protocol.md have the same emoji at the same places', async () => {
  const glyphs = emojiTable.map(([glyph]) => glyph)
  expect(emoji.table).toEqual(glyphs)
  expect(emoji.emoji).toEqual(emoji.places.map((place) => glyphs[place]))
  const protocol = await readFile('docs/protocol.md', 'utf8')
  const rows = protocol.split('\n').filter((line) => /^\| +(0|8|16|24|32|40|48|56) +\|/.test(line))
  const written = rows.flatMap((row) => row.split('|').slice(2, 10))
  expect(written.map((cell) => cell.trim())).toEqual(glyphs)
})

test('safetyNumber and keyFingerprint: the vector of two keys', async () => {
  const [one = '', other = ''] = numbers.keys
  expect(await safetyNumber(one, other)).toEqual(numbers.safetyNumber)
  expect(await safetyNumber(other, one)).toEqual(numbers.safetyNumber)
  expect([await keyFingerprint(one), await keyFingerprint(other)]).toEqual(numbers.fingerprints)
})
