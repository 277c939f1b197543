import { expect, onTestFinished, test } from 'vitest'
import { eventually } from '@/engine/testing/eventually.ts'
import { sampleEntry } from '@/engine/testing/sample-entry.ts'
import { SidetoneDatabase } from '@/engine/storage/database.ts'
import { watchEntries } from './changed-keys.ts'

test('watchEntries tells the number of each entry that is written, changed or deleted, and of no other table', async () => {
  const database = new SidetoneDatabase(`changed ${Math.random()}`)
  // That it was made is a change of everything.
  await database.open()
  const seen: { keys: number[]; ranges: unknown }[] = []
  const end = watchEntries(database, ({ keys, ranges }) => seen.push({ keys: [...keys], ranges }))
  onTestFinished(async () => {
    end()
    await database.delete()
  })
  const rows = [sampleEntry('one'), sampleEntry('two')]
  await database.drafts.put({ roomId: 'room', text: 'tea' })
  await database.entries.bulkAdd(rows)
  await eventually(() => expect(seen).toEqual([{ keys: [1, 2], ranges: [] }]))
  await database.entries.update(2, { authorName: 'Bobby' })
  await eventually(() => expect(seen.at(-1)).toEqual({ keys: [2], ranges: [] }))
  await database.entries.delete(1)
  await eventually(() => expect(seen.at(-1)).toEqual({ keys: [1], ranges: [] }))
  await database.entries.clear()
  await eventually(() =>
    expect(seen.at(-1)).toEqual({ keys: [], ranges: [{ from: -Infinity, to: Infinity }] }),
  )
  end()
  const before = seen.length
  await database.entries.bulkAdd(rows)
  expect(seen).toHaveLength(before)
})
