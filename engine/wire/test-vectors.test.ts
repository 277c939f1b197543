import { describe, expect, test } from 'vitest'
import inviteVectors from '../../docs/test-vectors/invites.json' with { type: 'json' }
import nameVectors from '../../docs/test-vectors/names.json' with { type: 'json' }
import pageVectors from '../../docs/test-vectors/page-addresses.json' with { type: 'json' }
import roomVectors from '../../docs/test-vectors/room-keys.json' with { type: 'json' }
import sealedVector from '../../docs/test-vectors/sealed-signal.json' with { type: 'json' }
import signatureVectors from '../../docs/test-vectors/signatures.json' with { type: 'json' }
import { fromBase64Url, toBase64Url } from '../base/base64url.ts'
import { fromHex } from '../testing/ed25519-vectors.ts'
import { parseInvite } from './invite.ts'
import { canonicalRoomName, cleanName } from './names.ts'
import { canonicalPageAddress } from './page-address.ts'
import { deriveRoomKeys, pageRoomSecret, publicRoomSecret, type RoomKind } from './room-keys.ts'
import { open } from './seal.ts'
import { isSignedBy, peerIdOf, signedBytes, type SignaturePurpose } from './signature.ts'

/** What other clients check themselves against (docs/test-vectors/); if one changes, they are in another room. */
const bytesOf = (text: string) => fromBase64Url(text) ?? new Uint8Array()
const kindOf = (kind: string): RoomKind => (kind === 'public' || kind === 'page' ? kind : 'private')
const purposeOf = (purpose: string): SignaturePurpose =>
  purpose === 'signal' || purpose === 'link' ? purpose : 'entry'

describe('the vectors of names', () => {
  test.each(nameVectors.clean)('cleanName: $typed', ({ typed, clean }) => {
    expect(cleanName(typed)).toBe(clean)
  })

  test.each(nameVectors.rooms)('canonicalRoomName: $typed', ({ typed, canonical }) => {
    expect(canonicalRoomName(typed)).toBe(canonical)
  })
})

describe('the vectors of room keys', () => {
  test.each(roomVectors)('deriveRoomKeys: the $kind room $room', async (vector) => {
    const kind = kindOf(vector.kind)
    const secret = bytesOf(vector.secret)
    if (kind === 'public') expect(new Uint8Array(await publicRoomSecret(vector.room))).toEqual(secret)
    if (kind === 'page') expect(new Uint8Array(await pageRoomSecret(vector.room))).toEqual(secret)
    const keys = await deriveRoomKeys(kind, secret)
    expect(keys.roomId).toBe(vector.roomId)
    // Ours cannot be taken out, so the known one must open what ours sealed.
    const known = await crypto.subtle.importKey('raw', bytesOf(vector.signalKey), 'AES-GCM', false, [
      'decrypt',
    ])
    const how = { name: 'AES-GCM', iv: new Uint8Array(12) }
    const sealed = await crypto.subtle.encrypt(how, keys.signalKey, Uint8Array.of(1, 2, 3))
    expect(new Uint8Array(await crypto.subtle.decrypt(how, known, sealed))).toEqual(Uint8Array.of(1, 2, 3))
  })
})

test.each(inviteVectors)('parseInvite: the vector of an invite $what', (vector) => {
  expect(parseInvite(vector.text)).toEqual(
    'invite' in vector ? { invite: vector.invite } : { problem: { kind: vector.refused } },
  )
})

test.each(pageVectors)('canonicalPageAddress: the vector of $url', ({ url, page, site }) => {
  const read = (address: string | null) =>
    address === null ? { problem: { kind: 'page-unfit' } } : { address }
  expect(canonicalPageAddress(url, 'page')).toEqual(read(page))
  expect(canonicalPageAddress(url, 'site')).toEqual(read(site))
})

describe('the vectors of signatures', () => {
  const { seed, publicKey, peerId, signatures, refusedKeys, refusedSignatures } = signatureVectors

  test('peerIdOf: the known key', async () => {
    expect(await peerIdOf(publicKey)).toBe(peerId)
  })

  test.each(signatures)(
    'isSignedBy, signedBytes: the purpose $purpose',
    async ({ purpose, text, signature }) => {
      expect(await isSignedBy(publicKey, purposeOf(purpose), text, signature)).toBe(true)
      const pkcs8 = fromHex(`302e020100300506032b657004220420${seed}`)
      const key = await crypto.subtle.importKey('pkcs8', pkcs8, 'Ed25519', false, ['sign'])
      const made = await crypto.subtle.sign('Ed25519', key, signedBytes(purposeOf(purpose), text))
      expect(toBase64Url(new Uint8Array(made))).toBe(signature)
    },
  )

  test.each(refusedSignatures)('isSignedBy refuses: $what', async ({ purpose, text, signature }) => {
    expect(await isSignedBy(publicKey, purposeOf(purpose), text, signature)).toBe(false)
  })

  test.each(refusedKeys)('peerIdOf refuses: $what', async (refused) => {
    expect(await peerIdOf(refused.publicKey)).toBeUndefined()
  })
})

test('open: the vector of a sealed signal', async () => {
  const { room, publicKey, json, text, sealed } = sealedVector
  const keys = await deriveRoomKeys(kindOf(room.kind), bytesOf(room.secret))
  expect(await open(keys, sealed)).toEqual({ kind: 'opened', text })
  const signature = text.slice(0, text.indexOf('.'))
  expect(await isSignedBy(publicKey, 'signal', `${room.roomId}\n${json}`, signature)).toBe(true)
})
