import { expect, test } from 'vitest'
import { fromHex, refusedKeys, signatureOfNobody } from '../testing/ed25519-vectors.ts'
import { testSignatures } from '../testing/signature-cases.ts'
import { signedBytes } from './signature.ts'

testSignatures()

// Node refuses it by itself. Once Chromium does, too, this may go; the check stays for those that do not.
test('Chromium itself takes a signature that nobody made, which is why keys of small order are refused', async () => {
  const identity = refusedKeys[0]?.[1] ?? ''
  const key = await crypto.subtle.importKey('raw', fromHex(identity), 'Ed25519', true, ['verify'])
  const signature = fromHex(signatureOfNobody)
  expect(await crypto.subtle.verify('Ed25519', key, signature, signedBytes('signal', 'anything'))).toBe(true)
})
