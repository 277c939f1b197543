import { expect, onTestFinished, test } from 'vitest'
import { SidetoneDatabase, type EntryRow } from './database.ts'
import { observe } from './observe.ts'

const message = (seq: number): EntryRow => ({
  order: seq,
  sortKey: seq,
  receivedAtMs: seq,
  kind: 'text',
  prev: null,
  digest: 'digest',
  signedText: '{}',
  roomId: 'room',
  authorId: 'ada',
  authorName: 'Ada',
  seq,
  atMs: seq,
  text: `Message ${seq}`,
  authorKey: 'key',
  signature: 'signature',
})

test('a list of a room in a real browser grows while messages are written without a pause', async () => {
  const database = new SidetoneDatabase(`observe-${crypto.randomUUID()}`)
  onTestFinished(() => database.delete())
  const counts: number[] = []
  const { promise: wroteEnough, resolve: stopWriting } = Promise.withResolvers<undefined>()
  onTestFinished(
    observe({
      // Reads in several steps, as the list of rooms does: several writes are done before it is.
      async query() {
        await database.rooms.toArray()
        const all = () => database.entries.where('[roomId+order]').between(['room', 0], ['room', Infinity])
        for (let step = 1; step < 5; step++) await all().count()
        return all().count()
      },
      onValue(count) {
        counts.push(count)
        if (counts.length >= 8) stopWriting(undefined)
      },
      onError: (error) => counts.push(Number.NaN) && console.error(error),
    }),
  )
  let isEnough = false
  void wroteEnough.then(() => (isEnough = true))
  let seq = 0
  // Several at once, as those of several peers are. The end is for the broken case.
  const write = async () => {
    while (!isEnough && seq < 6_000) {
      const row = message((seq += 1))
      await database.transaction('rw', database.entries, () => database.entries.put(row))
    }
  }
  await Promise.all([write(), write(), write(), write()])
  expect(counts.length).toBeGreaterThanOrEqual(8)
  await expect.poll(() => counts.at(-1), { timeout: 10_000 }).toBe(seq)
})
