import { expect, test } from 'vitest'
import { createMemoryDatabase } from '../testing/memory-database.ts'
import { isSignedBy, peerIdOf } from '../wire/signature.ts'
import { ensureIdentity } from './identity.ts'

test('an identity is made once, also when it is asked for twice at a time, and stays', async () => {
  const database = createMemoryDatabase()
  const [one, other] = await Promise.all([ensureIdentity(database), ensureIdentity(database)])
  const later = await ensureIdentity(database)
  expect(new Set([one.peerId, other.peerId, later.peerId]).size).toBe(1)
  expect(await database.identity.count()).toBe(1)
  expect(later.peerId).toBe(await peerIdOf(one.publicKey))
  expect(later.peerId).toMatch(/^[A-Za-z0-9_-]{43}$/)
})

test('an identity’s private key cannot be read', async () => {
  const database = createMemoryDatabase()
  await ensureIdentity(database)
  const row = await database.identity.get('own')
  if (!row) throw new Error('It was made.')
  expect(row.keys.privateKey.extractable).toBe(false)
  await expect(crypto.subtle.exportKey('pkcs8', row.keys.privateKey)).rejects.toThrow()
})

test('an identity signs for one purpose', async () => {
  const ada = await ensureIdentity(createMemoryDatabase())
  const signature = await ada.sign('entry', 'hello')
  expect(await isSignedBy(ada.publicKey, 'entry', 'hello', signature)).toBe(true)
  expect(await isSignedBy(ada.publicKey, 'link', 'hello', signature)).toBe(false)
})
