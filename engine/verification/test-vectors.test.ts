import { expect, test } from 'vitest'
import emoji from '../../docs/test-vectors/emoji.json' with { type: 'json' }
import numbers from '../../docs/test-vectors/safety-number.json' with { type: 'json' }
import { keyFingerprint, safetyNumber } from './safety-number.ts'
import { commitTo, shortAuthenticationString } from './sas.ts'

test('commitTo and shortAuthenticationString: the vector of emoji', async () => {
  const { run, askerKey, askerNonce } = emoji
  expect(await commitTo({ run, askerKey, nonce: askerNonce })).toBe(emoji.commitment)
  expect(await shortAuthenticationString(emoji)).toEqual(emoji.places)
})

test('safetyNumber and keyFingerprint: the vector of two keys', async () => {
  const [one = '', other = ''] = numbers.keys
  expect(await safetyNumber(one, other)).toEqual(numbers.safetyNumber)
  expect(await safetyNumber(other, one)).toEqual(numbers.safetyNumber)
  expect([await keyFingerprint(one), await keyFingerprint(other)]).toEqual(numbers.fingerprints)
})
