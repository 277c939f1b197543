import { Dexie } from 'dexie'
import { expect, onTestFinished, test } from 'vitest'
import { limits } from '../base/limits.ts'
import { SidetoneDatabase, type EntryRow } from '../storage/database.ts'
import { roomId, signed } from '../testing/chat-world.ts'
import { createMemoryDatabase } from '../testing/memory-database.ts'
import { newIdentity } from '../testing/test-keys.ts'
import { learnKinds } from './learn-kinds.ts'
import { keyOf } from './kinds/reference.ts'
import { readReactions } from './reactions.ts'
import type { VerifiedEntry } from './signed-entry.ts'
import { inThread } from './sort-key.ts'

const room = (closed = new AbortController().signal) => ({ roomId, ownId: 'own', closed })

/** A row as a client kept it that knew the kinds `known` only. */
function keptUnread(entry: VerifiedEntry, order: number, known: readonly string[] = []): EntryRow {
  const { isShown: _, mark: __, target: ___, text, ...rest } = entry
  const isKnown = known.includes(entry.kind)
  const read = isKnown ? { ...(text !== undefined && { text }) } : { unreadKind: entry.kind }
  return { ...rest, isShown: 1, ...read, order, roomId, sortKey: order, receivedAtMs: order }
}

async function conversation() {
  const identity = await newIdentity()
  const text = await signed(identity, { text: 'helo' })
  const edit = await signed(identity, {
    seq: 2,
    kind: 'edit',
    body: { target: [1, text.digest], text: 'hello' },
  })
  const reaction = await signed(identity, {
    seq: 3,
    kind: 'reaction',
    body: { target: [identity.peerId, 1, text.digest], emoji: '🎉', isOn: true },
  })
  const poll = await signed(identity, { seq: 4, kind: 'poll', body: { question: '?' } })
  return { text, edit, reaction, poll }
}

async function shown(database: SidetoneDatabase) {
  const rows = await inThread(database.entries, roomId).toArray()
  const reactions = await readReactions(database, roomId, rows.map(keyOf))
  return rows.map((row) => [row.kind, row.text, reactions.get(keyOf(row))?.map(({ emoji }) => emoji)])
}

const expected = [
  ['text', 'hello', ['🎉']],
  ['poll', undefined, undefined],
]

test('entries that came before their kinds were known change the thread once they are', async () => {
  const database = createMemoryDatabase()
  const { edit, poll, reaction, text } = await conversation()
  const rows = [edit, reaction, text, poll].map((entry, index) => keptUnread(entry, index + 1, ['text']))
  await database.entries.bulkAdd(rows)
  await learnKinds(database, room(), () => undefined)
  expect(await shown(database)).toEqual(expected)
})

test('more of them than are read at once are all read', async () => {
  const database = createMemoryDatabase()
  const { reaction } = await conversation()
  const rows = Array.from({ length: limits.learnBatchEntries + 5 }, (_, index) => ({
    ...keptUnread(reaction, index + 1),
    seq: index + 1,
  }))
  await database.entries.bulkAdd(rows)
  await learnKinds(database, room(), () => undefined)
  expect(await database.entries.where('[roomId+unreadKind]').above([roomId, '']).count()).toBe(0)
  expect(await inThread(database.entries, roomId).count()).toBe(0)
})

test('nothing is written once the room was left', async () => {
  const database = createMemoryDatabase()
  const { reaction } = await conversation()
  await database.entries.add(keptUnread(reaction, 1))
  await learnKinds(database, room(AbortSignal.abort()), () => undefined)
  expect(await database.entries.toArray()).toMatchObject([{ unreadKind: 'reaction' }])
})

test('a database of version 2 shows its messages, and what its client did not know', async () => {
  const name = `learn-${crypto.randomUUID()}`
  const before = new Dexie(name)
  before.version(2).stores({
    entries: '++order, &[roomId+authorId+seq], [roomId+order], [roomId+sortKey+authorId+seq]',
  })
  const { edit, poll, reaction, text } = await conversation()
  for (const entry of [text, edit, reaction, poll]) {
    const { unreadKind: _, isShown: __, ...row } = keptUnread(entry, entry.seq, ['text'])
    await before.table('entries').add(row)
  }
  before.close()
  const database = new SidetoneDatabase(name)
  onTestFinished(() => database.delete())
  expect((await inThread(database.entries, roomId).toArray()).map(({ kind }) => kind)).toEqual([
    'text',
    'edit',
    'reaction',
    'poll',
  ])
  await learnKinds(database, room(), () => undefined)
  expect(await shown(database)).toEqual(expected)
})
