import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { toBase64Url } from '../base/base64url.ts'
import { fromHex, refusedKeys, signatureOfNobody } from '../testing/ed25519-vectors.ts'
import { testSignatures } from '../testing/signature-cases.ts'
import { newIdentity } from '../testing/test-keys.ts'
import { isSignedBy, peerIdOf, publicKeySchema } from './signature.ts'

testSignatures()

describe('isSignedBy', () => {
  test('holds for one purpose, one text and one key', async () => {
    const [ada, bo] = [await newIdentity(), await newIdentity()]
    const signature = await ada.sign('entry', 'hello')
    expect(await isSignedBy(ada.publicKey, 'entry', 'hello', signature)).toBe(true)
    expect(await isSignedBy(ada.publicKey, 'entry', 'hello!', signature)).toBe(false)
    expect(await isSignedBy(ada.publicKey, 'link', 'hello', signature)).toBe(false)
    expect(await isSignedBy(ada.publicKey, 'signal', 'hello', signature)).toBe(false)
    expect(await isSignedBy(bo.publicKey, 'entry', 'hello', signature)).toBe(false)
  })

  test.each(['', 'x', '!!', toBase64Url(new Uint8Array(31)), toBase64Url(new Uint8Array(64).fill(1))])(
    'finds that what is no key or no signature proves nothing: %j',
    async (malformed) => {
      const ada = await newIdentity()
      const signature = await ada.sign('entry', 'hello')
      expect(await isSignedBy(malformed, 'entry', 'hello', signature)).toBe(false)
      expect(await isSignedBy(ada.publicKey, 'entry', 'hello', malformed)).toBe(false)
    },
  )

  test('knows one text for one key and one signature: spare bits of base64url are refused', async () => {
    const ada = await newIdentity()
    const signature = await ada.sign('entry', 'hello')
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
    const next = (text: string) => text.slice(0, -1) + (alphabet[alphabet.indexOf(text.slice(-1)) + 1] ?? '')
    expect(await isSignedBy(next(ada.publicKey), 'entry', 'hello', signature)).toBe(false)
    expect(await isSignedBy(ada.publicKey, 'entry', 'hello', next(signature))).toBe(false)
    expect(await peerIdOf(next(ada.publicKey))).toBeUndefined()
  })

  test('finds that nothing is signed by what is no point of the curve', async () => {
    const noPoint = toBase64Url(fromHex(`02${'00'.repeat(31)}`))
    expect(await isSignedBy(noPoint, 'entry', 'hello', toBase64Url(fromHex(signatureOfNobody)))).toBe(false)
  })
})

describe('peerIdOf', () => {
  test('is the hash of the raw key', async () => {
    const { publicKey } = await newIdentity()
    expect(await peerIdOf(publicKey)).toMatch(/^[A-Za-z0-9_-]{43}$/)
  })

  test.each(['short', 'not base64url!'])('of what is no key is none: %j', async (text) => {
    expect(await peerIdOf(text)).toBeUndefined()
  })
})

describe('publicKeySchema', () => {
  test('takes a key that somebody may have', async () => {
    const { publicKey } = await newIdentity()
    expect(v.is(publicKeySchema, publicKey)).toBe(true)
  })

  test.each(refusedKeys)('refuses a key: %s', (_, hex) => {
    expect(v.is(publicKeySchema, toBase64Url(fromHex(hex)))).toBe(false)
  })

  test.each([null, 7, '', 'A'.repeat(1_000_000)])('refuses what is no key: %#', (value) => {
    expect(v.is(publicKeySchema, value)).toBe(false)
  })
})
