import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ensureIdentity } from '../identity/identity.ts'
import { roomId, signed } from '../testing/chat-world.ts'
import { createMemoryDatabase } from '../testing/memory-database.ts'
import { limits } from '../base/limits.ts'
import { createMessageLog } from './message-log.ts'
import { inOrderShown } from './sort-key.ts'
import type { VerifiedMessage } from './signed-message.ts'

const ownId = 'me'
const closed = new AbortController().signal

/** What nobody checks here: the log trusts its callers. */
function from(authorId: string, seq: number, more: Partial<VerifiedMessage> = {}): VerifiedMessage {
  const text = `${authorId}${seq}`
  return {
    authorId,
    authorKey: '',
    authorName: authorId,
    seq,
    atMs: 1_000 + seq,
    text,
    signature: '',
    ...more,
  }
}
const own = (text: string) => (seq: number) => Promise.resolve(from(ownId, seq, { text }))

function start(database = createMemoryDatabase()) {
  return {
    database,
    log: createMessageLog({ database, roomId, ownId, closed }),
    shown: async () => (await inOrderShown(database.messages, roomId).toArray()).map((row) => row.text),
    lastSeq: async () => (await database.ownSeqs.get(roomId))?.lastSeq,
  }
}

describe('own messages', () => {
  test('count up from one, in each room by itself', async () => {
    const { database, log } = start()
    const other = createMessageLog({ database, roomId: 'other', ownId, closed })
    const rows = [
      await log.appendOwn(own('a'), 1),
      await other.appendOwn(own('b'), 1),
      await log.appendOwn(own('c'), 1),
    ]
    expect(rows.map((row) => row.seq)).toEqual([1, 1, 2])
  })

  test('count up also when they are written at once, by two logs of one room', async () => {
    const { database, log } = start()
    const again = createMessageLog({ database, roomId, ownId, closed })
    const rows = await Promise.all(
      Array.from({ length: 12 }, (_, n) => (n % 2 ? log : again).appendOwn(own(`${n}`), 1)),
    )
    expect(rows.map((row) => row.seq).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 12 }, (_, n) => n + 1),
    )
  })

  test('go on counting where the room was forgotten', async () => {
    const { database, log, lastSeq } = start()
    for (const text of ['a', 'b', 'c']) await log.appendOwn(own(text), 1)
    await Promise.all([database.messages.clear(), database.heads.clear(), database.receipts.clear()])
    expect((await start(database).log.appendOwn(own('d'), 1)).seq).toBe(4)
    expect(await lastSeq()).toBe(4)
  })

  test('go on counting after what only others remembered', async () => {
    const { log, lastSeq } = start()
    await log.appendOwn(own('a'), 1)
    await log.appendReceived([from(ownId, 7)], 'past', 1)
    expect(await lastSeq()).toBe(7)
    expect((await log.appendOwn(own('b'), 1)).seq).toBe(8)
    // What comes later and is older does not set it back.
    await log.appendReceived([from(ownId, 5)], 'past', 1)
    expect((await log.appendOwn(own('c'), 1)).seq).toBe(9)
  })

  test('that could not be signed leave no gap', async () => {
    const { log } = start()
    await expect(log.appendOwn(() => Promise.reject(new Error('no')), 1)).rejects.toThrow('no')
    expect((await log.appendOwn(own('a'), 1)).seq).toBe(1)
  })
})

describe("others' messages", () => {
  test('are written once, whatever comes twice', async () => {
    const { database, log } = start()
    const twice = await log.appendReceived([from('ada', 1), from('ada', 2), from('ada', 1)], 'live', 1)
    expect(twice.added).toHaveLength(2)
    const again = await log.appendReceived([from('ada', 2), from('bo', 1)], 'past', 1)
    expect(again.added.map((row) => row.authorId)).toEqual(['bo'])
    expect(await database.messages.count()).toBe(3)
    expect(await log.rangesOf('ada')).toEqual([[1, 2]])
  })

  test('under a number that is taken are told apart, and the first stays', async () => {
    const { log, shown } = start()
    await log.appendReceived([from('ada', 1, { text: 'yes' })], 'live', 1)
    const other = from('ada', 1, { text: 'no' })
    expect(await log.appendReceived([other], 'live', 1)).toEqual({ added: [], contradicted: [other] })
    // Another signature of the same words is none.
    const same = from('ada', 1, { text: 'yes', signature: 'another' })
    expect(await log.appendReceived([same], 'live', 1)).toEqual({ added: [], contradicted: [] })
    expect(await shown()).toEqual(['yes'])
  })

  test('may have the highest number there is', async () => {
    const { log } = start()
    const highest = Number.MAX_SAFE_INTEGER
    await log.appendReceived([from('ada', highest), from('ada', highest - 1)], 'past', 1)
    expect(await log.rangesOf('ada')).toEqual([[highest - 1, highest]])
  })

  test('full of holes cost no more than so many ranges', async () => {
    const { database, log } = start()
    const count = limits.maxRangesPerAuthor + 10
    const holes = Array.from({ length: count }, (_, n) => from('ada', 2 * n + 1))
    await log.appendReceived(holes, 'past', 1)
    expect(await log.rangesOf('ada')).toHaveLength(limits.maxRangesPerAuthor)
    // What is not in the list any more is still known.
    expect((await log.appendReceived([from('ada', 1)], 'past', 1)).added).toEqual([])
    expect(await database.messages.count()).toBe(count)
  })
})

describe('the order shown', () => {
  const nowMs = 100_000

  test('is that of arrival for what is said now', async () => {
    const { log, shown } = start()
    await log.appendReceived([from('bo', 1, { atMs: 9 })], 'live', nowMs)
    await log.appendOwn(own('me1'), nowMs)
    await log.appendReceived([from('ada', 1, { atMs: 5 })], 'live', nowMs)
    // A clock that is set back does not move what comes then before what came.
    await log.appendReceived([from('cy', 1)], 'live', nowMs - 50_000)
    expect(await shown()).toEqual(['bo1', 'me1', 'ada1', 'cy1'])
  })

  test('puts what was said before to where it was said', async () => {
    const { log, shown } = start()
    await log.appendReceived([from('bo', 1, { atMs: 40_000 })], 'live', 40_000)
    await log.appendReceived([from('bo', 2, { atMs: 60_000 })], 'live', 60_000)
    const past = [from('ada', 1, { atMs: 30_000 }), from('ada', 2, { atMs: 50_000 })]
    await log.appendReceived(past, 'past', nowMs)
    expect(await shown()).toEqual(['ada1', 'bo1', 'ada2', 'bo2'])
  })

  test('heeds no clock that is ahead of ours', async () => {
    const { log, shown } = start()
    await log.appendReceived([from('mallory', 1, { atMs: 8.64e15 })], 'past', nowMs)
    await log.appendReceived([from('bo', 1)], 'live', nowMs + 1)
    expect(await shown()).toEqual(['mallory1', 'bo1'])
  })

  test("never breaks an author's own, whatever the clocks say and whenever it comes", async () => {
    const arrival = fc.constantFrom('live' as const, 'past' as const)
    const message = fc.record({
      authorId: fc.constantFrom('ada', 'bo', 'cy'),
      seq: fc.integer({ min: 1, max: 8 }),
      atMs: fc.oneof(fc.integer({ min: 0, max: 200_000 }), fc.constantFrom(0, 8.64e15)),
      arrival,
      nowMs: fc.integer({ min: 0, max: 200_000 }),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(message, { maxLength: 20 }), async (messages) => {
        const { database, log } = start()
        for (const { authorId, seq, atMs, arrival, nowMs } of messages) {
          await log.appendReceived([from(authorId, seq, { atMs })], arrival, nowMs)
        }
        const rows = await inOrderShown(database.messages, roomId).toArray()
        expect(rows).toHaveLength(new Set(messages.map((one) => `${one.authorId}${one.seq}`)).size)
        for (const authorId of ['ada', 'bo', 'cy']) {
          const seqs = rows.filter((row) => row.authorId === authorId).map((row) => row.seq)
          expect(seqs).toEqual(seqs.toSorted((a, b) => a - b))
        }
      }),
      { numRuns: 40 },
    )
  })
})

describe('what somebody lacks', () => {
  test('is the newest, oldest first, a page at a time', async () => {
    const { log } = start()
    const count = limits.maxHistoryPageMessages + 50
    const all = Array.from({ length: count }, (_, n) => from('ada', n + 1))
    await log.appendReceived(all, 'past', 100_000)
    const first = await log.lackedBy(new Map())
    expect(first.isComplete).toBe(false)
    expect(first.page.map((row) => row.seq)).toEqual(all.slice(50).map((one) => one.seq))
    const rest = await log.lackedBy(new Map([['ada', [[51, count]]]]))
    expect(rest.isComplete).toBe(true)
    expect(rest.page.map((row) => row.seq)).toEqual(all.slice(0, 50).map((one) => one.seq))
    expect(await log.lackedBy(new Map([['ada', [[1, count]]]]))).toEqual({ page: [], isComplete: true })
  })

  test('is a page by its size, too, and one message always fits', async () => {
    const { log } = start()
    const long = 'x'.repeat(limits.maxMessageTextBytes)
    await log.appendReceived(
      Array.from({ length: 5 }, (_, n) => from('ada', n + 1, { text: long })),
      'past',
      100_000,
    )
    const { page, isComplete } = await log.lackedBy(new Map())
    expect(page.map((row) => row.seq)).toEqual([5])
    expect(isComplete).toBe(false)
  })

  test('is looked for among the newest only', async () => {
    const { log } = start()
    const all = Array.from({ length: limits.maxHistoryMessages + 5 }, (_, n) => from('ada', n + 1))
    await log.appendReceived(all, 'past', 100_000)
    const { page, isComplete } = await log.lackedBy(new Map([['ada', [[10, all.length]]]]))
    expect(page.map((row) => row.seq)).toEqual([6, 7, 8, 9])
    expect(isComplete).toBe(true)
  }, 60_000)
})

test('what we have is said of the authors heard last', async () => {
  const { log } = start()
  const authors = Array.from({ length: limits.maxHeadAuthors + 1 }, (_, n) => `author ${n}`)
  for (const [n, author] of authors.entries()) {
    await log.appendReceived([from(author, 3, { atMs: 1_000 + n })], 'past', 100_000)
  }
  const heads = await log.heads()
  expect(heads.map((head) => head.authorId)).toEqual(authors.slice(1).reverse())
  expect(heads[0]?.ranges).toEqual([[3, 3]])
})

test('signed messages keep what proves them', async () => {
  const { database, log } = start()
  const ada = await ensureIdentity(database)
  const message = await signed(ada)
  await log.appendReceived([message], 'past', 1)
  expect(await database.messages.toCollection().first()).toMatchObject(message)
})
