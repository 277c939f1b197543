import fc from 'fast-check'
import { expect, onTestFinished, test } from 'vitest'
import { sampleEntry } from '@/engine/testing/sample-entry.ts'
import { SidetoneDatabase } from '@/engine/storage/database.ts'
import { pageSize, readHistoryPage } from './history-page.ts'

async function roomOf(count: number) {
  const database = new SidetoneDatabase(`page ${Math.random()}`)
  onTestFinished(() => database.delete())
  // Written in another order than they are shown in; several at a time.
  const sortKeys = Array.from({ length: count }, (_, n) => Math.floor(((n * 7) % count) / 2))
  await database.entries.bulkAdd([
    ...sortKeys.map((sortKey, n) => sampleEntry(`${n}`, { sortKey })),
    sampleEntry('elsewhere', { roomId: 'other', sortKey: 3 }),
  ])
  const all = await database.entries.toArray()
  const shown = all
    .filter(({ roomId }) => roomId === 'room')
    .sort((a, b) => a.sortKey - b.sortKey || a.seq - b.seq)
  return { database, shown }
}

test('readHistoryPage gives the newest, or what is around an entry, and says on which side there is more', async () => {
  const count = 350
  const { database, shown } = await roomOf(count)
  const newest = await readHistoryPage(database, 'room')
  expect(newest.entries).toEqual(shown.slice(-pageSize))
  expect([newest.hasEarlier, newest.hasLater]).toEqual([true, false])
  await fc.assert(
    fc.asyncProperty(fc.nat(count - 1), async (at) => {
      const page = await readHistoryPage(database, 'room', shown[at])
      const from = Math.max(0, at - pageSize)
      expect(page.entries).toEqual(shown.slice(from, at + pageSize))
      expect([page.hasEarlier, page.hasLater]).toEqual([from > 0, at + pageSize < count])
    }),
    { numRuns: 30 },
  )
})

test('readHistoryPage gives all there is of a short history, and what is around an entry that has gone', async () => {
  const { database, shown } = await roomOf(5)
  const [first, gone] = shown
  if (!first || !gone) throw new Error('The room is empty.')
  await database.entries.delete(gone.order)
  const left = shown.filter((entry) => entry !== gone)
  const page = { roomId: 'room', entries: left, hasEarlier: false, hasLater: false }
  expect(await readHistoryPage(database, 'room')).toEqual(page)
  expect(await readHistoryPage(database, 'room', gone)).toEqual(page)
  expect((await readHistoryPage(database, 'nowhere')).entries).toEqual([])
})
