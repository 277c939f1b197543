import { expect, test } from 'vitest'
import { createMemoryDatabase } from '../testing/memory-database.ts'
import { toBase64Url } from '../base/base64url.ts'
import { ensureIdentity, isSignedBy, peerIdOf } from './identity.ts'

test('is made once, also when asked for twice at a time, and stays', async () => {
  const database = createMemoryDatabase()
  const [one, other] = await Promise.all([ensureIdentity(database), ensureIdentity(database)])
  const later = await ensureIdentity(database)
  expect(new Set([one.peerId, other.peerId, later.peerId]).size).toBe(1)
  expect(await database.identity.count()).toBe(1)
  expect(later.peerId).toBe(await peerIdOf(one.publicKey))
  expect(later.peerId).toMatch(/^[A-Za-z0-9_-]{43}$/)
})

test('its private key cannot be read', async () => {
  const database = createMemoryDatabase()
  await ensureIdentity(database)
  const row = await database.identity.get('own')
  if (!row) throw new Error('It was made.')
  expect(row.keys.privateKey.extractable).toBe(false)
  await expect(crypto.subtle.exportKey('pkcs8', row.keys.privateKey)).rejects.toThrow()
})

test('signs for one purpose, one text and in one name', async () => {
  const [ada, bo] = [
    await ensureIdentity(createMemoryDatabase()),
    await ensureIdentity(createMemoryDatabase()),
  ]
  const signature = await ada.sign('entry', 'hello')
  expect(await isSignedBy(ada.publicKey, 'entry', 'hello', signature)).toBe(true)
  expect(await isSignedBy(ada.publicKey, 'entry', 'hello!', signature)).toBe(false)
  expect(await isSignedBy(ada.publicKey, 'link', 'hello', signature)).toBe(false)
  expect(await isSignedBy(bo.publicKey, 'entry', 'hello', signature)).toBe(false)
})

test.each(['', 'x', '!!', toBase64Url(new Uint8Array(31)), toBase64Url(new Uint8Array(32))])(
  'what is no key or no signature proves nothing: %j',
  async (malformed) => {
    const ada = await ensureIdentity(createMemoryDatabase())
    const signature = await ada.sign('entry', 'hello')
    expect(await isSignedBy(malformed, 'entry', 'hello', signature)).toBe(false)
    expect(await isSignedBy(ada.publicKey, 'entry', 'hello', malformed)).toBe(false)
  },
)

test('what is no key has no id', async () => {
  expect(await peerIdOf('short')).toBeUndefined()
  expect(await peerIdOf('not base64url!')).toBeUndefined()
})
