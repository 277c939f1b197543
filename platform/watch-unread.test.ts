import { expect, onTestFinished, test } from 'vitest'
import { browserClock } from '@/engine/base/browser-environment.ts'
import { markRead, muteRoom } from '@/engine/rooms/own-marks.ts'
import type { EntryRow, RoomRow } from '@/engine/storage/database.ts'
import { sampleRoom } from '@/engine/testing/sample-room.ts'
import { eventually } from '@/engine/testing/eventually.ts'
import { createMemoryDatabase } from '@/engine/testing/memory-database.ts'
import { watchUnread } from './watch-unread.ts'

const entry: EntryRow = {
  order: 0,
  roomId: 'one',
  sortKey: 0,
  receivedAtMs: 0,
  authorId: 'bo',
  authorName: 'Bo',
  seq: 0,
  atMs: 0,
  kind: 'text',
  isShown: 1 as const,
  text: 'Hello',
  prev: null,
  digest: '',
  signedText: '{}',
  authorKey: '',
  signature: '',
}
const room = sampleRoom({ isMuted: true })

function start() {
  const database = createMemoryDatabase()
  const seen = new Set<string>()
  const counts: number[] = []
  const unread = watchUnread({
    database,
    ownId: () => 'me',
    isSeen: (roomId) => seen.has(roomId),
    onCount: (count) => counts.push(count),
    onError: (error) => counts.push(Number.NaN) && console.error(error),
    clock: browserClock,
  })
  onTestFinished(unread.stop)
  let seq = 0
  return {
    database,
    seen,
    unread,
    add: (roomId: string, given: Partial<RoomRow> = {}) =>
      database.rooms.put({ ...room, isMuted: false, readUpTo: 0, ...given, roomId }),
    /** Others say so many things there, or we. */
    async say(roomId: string, count = 1, authorId = 'bo') {
      const rows = Array.from({ length: count }, () => {
        seq += 1
        return { ...entry, roomId, authorId, seq, order: seq, sortKey: seq }
      })
      await database.entries.bulkPut(rows)
    },
    counts: (count: number) => eventually(() => expect(unread.count()).toBe(count)),
    told: counts,
  }
}

test('unread messages of all rooms are counted, without our own', async () => {
  const { add, say, counts, told } = start()
  await add('one')
  await add('two')
  await say('one', 2)
  await say('one', 1, 'me')
  await say('two', 1)
  await counts(3)
  expect(told.at(-1)).toBe(3)
})

test('what is read, muted or forgotten no longer counts', async () => {
  const { add, say, counts, database } = start()
  for (const roomId of ['one', 'two', 'three']) await add(roomId)
  for (const roomId of ['one', 'two', 'three']) await say(roomId)
  await counts(3)
  await markRead(database, 'one', 1)
  await counts(2)
  await muteRoom(database, 'two', true)
  await counts(1)
  await database.rooms.delete('three')
  await counts(0)
})

test('a room in sight does not count, and does again when nobody looks', async () => {
  const { add, say, counts, seen, unread } = start()
  await add('one')
  await say('one')
  await counts(1)
  seen.add('one')
  unread.handleSeen()
  await counts(0)
  seen.clear()
  unread.handleSeen()
  await counts(1)
})

test('no more are counted than are shown', async () => {
  const { add, say, counts } = start()
  await add('one')
  await add('two')
  await say('one', 150)
  await say('two', 150)
  await counts(100)
})
