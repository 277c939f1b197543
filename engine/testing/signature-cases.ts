import { expect, test } from 'vitest'
import { fromBase64Url, toBase64Url } from '../base/base64url.ts'
import { isSignedBy, peerIdOf } from '../wire/signature.ts'
import { fromHex, groupOrder, refusedKeys, signatureOfNobody } from './ed25519-vectors.ts'
import { newIdentity } from './test-keys.ts'

/** A signature whose S is greater by L: the same statement, for a verifier that reduces S. */
function withGreaterS(signature: string): string {
  const bytes = fromBase64Url(signature) ?? new Uint8Array()
  let carry = 0
  fromHex(groupOrder).forEach((byte, index) => {
    const sum = (bytes[32 + index] ?? 0) + byte + carry
    bytes[32 + index] = sum & 0xff
    carry = sum >> 8
  })
  return toBase64Url(bytes)
}

/** What holds in every JavaScript engine, whatever its WebCrypto accepts by itself. */
export function testSignatures() {
  test.each(refusedKeys)('isSignedBy and peerIdOf refuse a key: %s', async (_, hex) => {
    const key = toBase64Url(fromHex(hex))
    expect(await peerIdOf(key)).toBeUndefined()
    // Of several texts, since under a key of order 8 this signature holds for one in eight.
    for (let n = 0; n < 40; n++) {
      expect(await isSignedBy(key, 'signal', `text ${n}`, toBase64Url(fromHex(signatureOfNobody)))).toBe(
        false,
      )
    }
  })

  test('isSignedBy refuses a signature whose S is not below L', async () => {
    const ada = await newIdentity()
    const signature = await ada.sign('signal', 'hello')
    expect(await isSignedBy(ada.publicKey, 'signal', 'hello', signature)).toBe(true)
    expect(await isSignedBy(ada.publicKey, 'signal', 'hello', withGreaterS(signature))).toBe(false)
  })
}
