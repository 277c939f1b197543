import { beforeAll, expect, test } from 'vitest'
import { ensureIdentity, type Identity } from '../identity/identity.ts'
import { roomId, signed } from '../testing/chat-world.ts'
import { SidetoneDatabase } from '../storage/database.ts'
import type { SignedMessage } from './protocol.ts'
import { verifyMessage } from './signed-message.ts'

let [ada, bo]: [Identity?, Identity?] = []
beforeAll(async () => {
  const databases = [new SidetoneDatabase('ada'), new SidetoneDatabase('bo')] as const
  ;[ada, bo] = await Promise.all(databases.map(ensureIdentity))
})

async function adaSays(): Promise<SignedMessage> {
  if (!ada) throw new Error('There is no Ada.')
  return signed(ada)
}

test('what was signed is its author’s', async () => {
  expect((await verifyMessage(roomId, await adaSays()))?.authorId).toBe(ada?.peerId)
})

test.each<[string, (message: SignedMessage) => Partial<SignedMessage>]>([
  ['text', () => ({ text: 'hello!' })],
  ['number', () => ({ seq: 2 })],
  ['time', () => ({ atMs: 1_001 })],
  ['name', () => ({ authorName: 'Bo' })],
  ['author', () => ({ authorKey: bo?.publicKey ?? '' })],
  ['author, to what is no key', () => ({ authorKey: '' })],
  ['signature', ({ signature }) => ({ signature: signature.split('').reverse().join('') })],
])('nobody changes its %s', async (_, change) => {
  const message = await adaSays()
  expect(await verifyMessage(roomId, { ...message, ...change(message) })).toBeUndefined()
})

test('what was said in one room was not said in another', async () => {
  expect(await verifyMessage('ANOTHER', await adaSays())).toBeUndefined()
})

test('where one part ends and the next begins cannot be shifted', async () => {
  if (!ada) throw new Error('There is no Ada.')
  const message = await signed(ada, { authorName: 'Ada', text: '","x' })
  expect(await verifyMessage(roomId, { ...message, authorName: 'Ada","', text: 'x' })).toBeUndefined()
})
