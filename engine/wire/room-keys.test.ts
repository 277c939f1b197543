import { describe, expect, test } from 'vitest'
import { deriveRoomKeys, publicRoomSecret } from './room-keys.ts'
import { open } from './seal.ts'

/**
 * Known answers, made once with Node's own crypto (`createHash`, `hkdfSync`, `createCipheriv`) and the HKDF again
 * with Python's `hmac`; the nonce is the bytes 0 to 11. If these change, older clients are in another room.
 */
const vectors = [
  {
    roomName: 'lobby',
    secret: 'e8c0381e3e11d3d78aa28350817c5d5ef061eade5a6a4ca2d300e18190a9a715',
    roomId: 'tn4YN9PSPNiAr3IeEB5_4U04xv_H7syCOL6Iy4-JiFo',
    sealed: 'sidetone.AAECAwQFBgcICQoLdYfBPP8JDsDCuwR-X4UakMuNSB1Js1KVqZPZdTE',
  },
  {
    roomName: '世界 🌍',
    secret: '7c0408e640cd6d8dc7e8409c66a79cc6187e6e4f85df3daf662eb48bd0bfe7b2',
    roomId: 'PXZU6aP-FXPoBKQOLRY3jB4l-o1Hnp8gEm3gaLSkdK0',
    sealed: 'sidetone.AAECAwQFBgcICQoLkiYBfiGr-lfDtQYHDc4Y1AerRdc1Eya0N_Wb7Q4',
  },
]

const hex = (bytes: ArrayBuffer) =>
  Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('')

describe.each(vectors)('the room $roomName', ({ roomName, secret, roomId, sealed }) => {
  test('has the known secret', async () => {
    expect(hex(await publicRoomSecret(roomName))).toBe(secret)
  })

  test('has the known id', async () => {
    expect((await deriveRoomKeys(await publicRoomSecret(roomName))).roomId).toBe(roomId)
  })

  test('opens what another implementation sealed', async () => {
    const keys = await deriveRoomKeys(await publicRoomSecret(roomName))
    expect(await open(keys, sealed)).toEqual({ kind: 'opened', text: 'hello, 世界' })
  })
})

test('a key cannot be taken out', async () => {
  const { signalKey } = await deriveRoomKeys(await publicRoomSecret('lobby'))
  await expect(crypto.subtle.exportKey('raw', signalKey)).rejects.toThrow()
})

test('a room id tells nothing of the name', async () => {
  const ids = await Promise.all(
    ['a', 'b', 'x'.repeat(100)].map(async (name) => deriveRoomKeys(await publicRoomSecret(name))),
  )
  for (const { roomId } of ids) expect(roomId).toMatch(/^[\w-]{43}$/)
  expect(new Set(ids.map(({ roomId }) => roomId)).size).toBe(3)
})
