import { expect, test } from 'vitest'
import { deriveRoomKeys, newRoomSecret, pageRoomSecret, publicRoomSecret } from './room-keys.ts'

// That ids and keys are the known ones, the test vectors show (test-vectors.test.ts).
test('deriveRoomKeys makes a key that cannot be taken out', async () => {
  const { signalKey } = await deriveRoomKeys('public', await publicRoomSecret('lobby'))
  await expect(crypto.subtle.exportKey('raw', signalKey)).rejects.toThrow()
})

test('deriveRoomKeys makes an id that tells nothing of the name', async () => {
  const ids = await Promise.all(
    ['a', 'b', 'x'.repeat(100)].map(async (name) => deriveRoomKeys('public', await publicRoomSecret(name))),
  )
  for (const { roomId } of ids) expect(roomId).toMatch(/^[\w-]{43}$/)
  expect(new Set(ids.map(({ roomId }) => roomId)).size).toBe(3)
})

test('deriveRoomKeys makes three rooms of one secret, one of each kind', async () => {
  const secret = newRoomSecret()
  const all = await Promise.all(
    (['public', 'private', 'page'] as const).map((kind) => deriveRoomKeys(kind, secret)),
  )
  expect(new Set(all.map(({ roomId }) => roomId)).size).toBe(3)
})

test('a page and a public room of the same text have different secrets', async () => {
  const address = 'https://example.org/'
  expect(new Uint8Array(await pageRoomSecret(address))).not.toEqual(
    new Uint8Array(await publicRoomSecret(address)),
  )
})
