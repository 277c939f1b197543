import { expect, onTestFinished, test } from 'vitest'
import { eventually } from '../testing/eventually.ts'
import { createMemoryDatabase } from '../testing/memory-database.ts'
import type { SidetoneDatabase } from './database.ts'
import { observe } from './observe.ts'

/** Reads three times, one after the other, so that it takes longer than a write. */
async function readSlowly({ drafts }: SidetoneDatabase): Promise<number> {
  let last = 0
  for (const roomId of ['one', 'two', 'three']) last = Number((await drafts.get(roomId))?.text ?? last)
  return last
}

function start<Value>(query: () => Promise<Value>) {
  const seen: Value[] = []
  const errors: unknown[] = []
  const stop = observe({
    query,
    onValue: (value) => seen.push(value),
    onError: (error) => errors.push(error),
  })
  onTestFinished(stop)
  return { seen, errors, stop }
}

test('a query follows what it read, also after its first read', async () => {
  const database = createMemoryDatabase()
  const { seen } = start(() => readSlowly(database))
  await eventually(() => expect(seen).toEqual([0]))
  for (const [index, roomId] of ['one', 'two', 'three'].entries()) {
    await database.drafts.put({ roomId, text: String(index + 1) })
    await eventually(() => expect(seen.at(-1)).toBe(index + 1))
  }
})

test('a query tells of changes while they come faster than it is done', async () => {
  const database = createMemoryDatabase()
  const { seen } = start(() => readSlowly(database))
  await eventually(() => expect(seen).toEqual([0]))
  let written = 0
  // The end is for the broken case: no pause between two writes.
  while (seen.length < 5 && written < 5_000) {
    await database.drafts.put({ roomId: 'three', text: String((written += 1)) })
  }
  expect(seen.length).toBeGreaterThanOrEqual(5)
  // And at last of the last.
  await eventually(() => expect(seen.at(-1)).toBe(written))
})

test('a query tells each result once, and nothing where nothing changed', async () => {
  const database = createMemoryDatabase()
  // A database that was just made says that all of it has changed.
  await database.open()
  const { seen } = start(() => database.drafts.count())
  const other = start(() => database.people.count())
  await eventually(() => expect([seen, other.seen]).toEqual([[0], [0]]))
  await database.drafts.bulkPut(['one', 'two'].map((roomId) => ({ roomId, text: '' })))
  await eventually(() => expect(seen.at(-1)).toBe(2))
  expect(other.seen).toEqual([0])
  expect(new Set(seen).size).toBe(seen.length)
})

test('a query that fails says so, and is tried until it works', async () => {
  const database = createMemoryDatabase()
  let failures = 3
  const { seen, errors } = start(async () => {
    if (failures-- > 0) throw new Error('no')
    return database.drafts.count()
  })
  await eventually(() => expect(seen).toEqual([0]))
  expect(errors).toHaveLength(3)
  await database.drafts.put({ roomId: 'one', text: '' })
  await eventually(() => expect(seen).toEqual([0, 1]))
})

test('a query that has ended tells nothing', async () => {
  const database = createMemoryDatabase()
  const ended = start(() => database.drafts.count())
  await eventually(() => expect(ended.seen).toEqual([0]))
  ended.stop()
  const other = start(() => database.drafts.count())
  await database.drafts.put({ roomId: 'one', text: '' })
  await eventually(() => expect(other.seen.at(-1)).toBe(1))
  expect(ended.seen).toEqual([0])
})

test('what is told may write', async () => {
  const database = createMemoryDatabase()
  const stop = observe({
    query: () => database.drafts.count(),
    onValue: (count) => void database.people.where('peerId').equals(String(count)).delete(),
    onError: () => undefined,
  })
  onTestFinished(stop)
  const { seen } = start(() => database.drafts.count())
  await database.drafts.put({ roomId: 'one', text: '' })
  await eventually(() => expect(seen.at(-1)).toBe(1))
})
