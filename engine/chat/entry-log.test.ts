import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { ensureIdentity } from '../identity/identity.ts'
import { roomId, signed } from '../testing/chat-world.ts'
import { createFakeClock } from '../testing/fake-clock.ts'
import { createMemoryDatabase } from '../testing/memory-database.ts'
import { testLog } from '../testing/test-log.ts'
import { limits } from '../base/limits.ts'
import { createEntryLog } from './entry-log.ts'
import { createOwnEntries } from './own-entries.ts'
import { inOrderShown } from './sort-key.ts'
import type { VerifiedEntry } from './signed-entry.ts'

const closed = new AbortController().signal

/** What nobody checks here: the log trusts its callers. */
function from(authorId: string, seq: number, more: Partial<VerifiedEntry> = {}): VerifiedEntry {
  const { text = `${authorId}${seq}` } = more
  return {
    authorId,
    authorKey: '',
    authorName: authorId,
    seq,
    atMs: 1_000 + seq,
    kind: 'text',
    text,
    prev: seq > 1 ? [seq - 1, `digest of ${authorId}${seq - 1}`] : null,
    digest: `digest of ${text}`,
    signedText: text,
    signature: '',
    ...more,
  }
}

const live = () => 'live' as const
const past = () => 'past' as const

async function start(database = createMemoryDatabase(), room = roomId) {
  const identity = await ensureIdentity(database)
  const at = { database, ownDatabase: database, roomId: room, ownId: identity.peerId, closed }
  const log = createEntryLog(at)
  const own = createOwnEntries({
    ...at,
    clock: createFakeClock(),
    identity,
    name: 'Ada',
    log,
    logger: testLog,
    onSigned: () => undefined,
    onUnkept: () => undefined,
  })
  return {
    database,
    identity,
    log,
    own,
    say: (text: string, nowMs = 1) => own.append({ kind: 'text', body: { text } }, nowMs),
    rangesOf: async (authorId: string) =>
      (await log.vectorOf(authorId)).map(({ from: first, to }) => [first, to]),
    shown: async () => (await inOrderShown(database.entries, room).toArray()).map((row) => row.text),
    lastSeq: async () => (await database.ownSeqs.get(room))?.lastSeq,
  }
}

describe('own entries', () => {
  test('count up from one, in each room by itself', async () => {
    const { database, say } = await start()
    const other = await start(database, 'other')
    const rows = [await say('a'), await other.say('b'), await say('c')]
    expect(rows.map((row) => row.seq)).toEqual([1, 1, 2])
  })

  test('name the one before, and what others said last', async () => {
    const { log, say } = await start()
    const first = await say('a')
    await log.appendReceived([from('bo', 7)], live, 2)
    const second = await say('b')
    expect([first.prev, second.prev]).toEqual([null, [1, first.digest]])
    expect(JSON.parse(second.signedText)).toMatchObject({ follows: [['bo', 7]], prev: [1, first.digest] })
  })

  test('count up also when they are written at once, by two logs of one room', async () => {
    const { database, say } = await start()
    const again = await start(database)
    const rows = await Promise.all(Array.from({ length: 12 }, (_, n) => (n % 2 ? say : again.say)(`${n}`)))
    expect(rows.map((row) => row.seq).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 12 }, (_, n) => n + 1),
    )
  })

  test('name what came after it was read ahead', async () => {
    const { log, own, say } = await start()
    await say('a')
    own.readAhead()
    await log.appendReceived([from('bo', 7)], live, 2)
    expect(JSON.parse((await say('b')).signedText)).toMatchObject({ follows: [['bo', 7]] })
  })

  test('name what was read ahead, without reading it again', async () => {
    const { log, own, say } = await start()
    await log.appendReceived([from('bo', 7)], live, 2)
    const read = vi.spyOn(log, 'newestOfOthers')
    own.readAhead()
    own.readAhead()
    const first = await say('a')
    expect(JSON.parse(first.signedText)).toMatchObject({ follows: [['bo', 7]], prev: null })
    expect(read).toHaveBeenCalledTimes(1)
    own.readAhead()
    expect((await say('b')).prev).toEqual([1, first.digest])
  })

  test('count up where another log took the number that was read ahead', async () => {
    const { database, own, say } = await start()
    const again = await start(database)
    own.readAhead()
    const first = await again.say('a')
    expect(await say('b')).toMatchObject({ seq: 2, prev: [1, first.digest] })
    expect(await database.entries.count()).toBe(2)
  })

  test('go on counting where the room was forgotten, and name what was said last', async () => {
    const { database, say } = await start()
    for (const text of ['a', 'b']) await say(text)
    const last = await say('c')
    await Promise.all(
      [database.entries, database.versionVectors, database.receipts].map((table) => table.clear()),
    )
    const again = await start(database)
    expect(await again.say('d')).toMatchObject({ seq: 4, prev: [3, last.digest] })
    expect(await again.lastSeq()).toBe(4)
  })

  test('go on counting after what only others remembered', async () => {
    const { identity, log, lastSeq, say } = await start()
    await say('a')
    await log.appendReceived([await signed(identity, { seq: 7 })], past, 1)
    expect(await lastSeq()).toBe(7)
    expect((await say('b')).seq).toBe(8)
    // What comes later and is older does not set it back.
    await log.appendReceived([await signed(identity, { seq: 5 })], past, 1)
    expect((await say('c')).seq).toBe(9)
  })
})

describe("others' messages", () => {
  test('are written once, whatever comes twice', async () => {
    const { database, log, rangesOf } = await start()
    const twice = await log.appendReceived([from('ada', 1), from('ada', 2), from('ada', 1)], live, 1)
    expect(twice.added).toHaveLength(2)
    const again = await log.appendReceived([from('ada', 2), from('bo', 1)], past, 1)
    expect(again.added.map((row) => row.authorId)).toEqual(['bo'])
    expect(await database.entries.count()).toBe(3)
    expect(await rangesOf('ada')).toEqual([[1, 2]])
  })

  test('under a number that is taken are told apart, and the first stays', async () => {
    const { log, shown } = await start()
    await log.appendReceived([from('ada', 1, { text: 'yes' })], live, 1)
    const other = from('ada', 1, { text: 'no' })
    expect(await log.appendReceived([other], live, 1)).toMatchObject({
      added: [],
      known: [],
      equivocations: [{ first: { text: 'yes' }, second: other, isNew: true }],
    })
    expect((await log.appendReceived([other], live, 1)).equivocations).toMatchObject([{ isNew: false }])
    // Another signature of the same words is none.
    const same = from('ada', 1, { text: 'yes', signature: 'another' })
    expect(await log.appendReceived([same], live, 1)).toMatchObject({ known: [same], equivocations: [] })
    expect(await shown()).toEqual(['yes'])
    expect(await log.othersUnder('ada', 1)).toMatchObject([{ text: 'no' }])
  })

  test('may have the highest number there is', async () => {
    const { log, rangesOf } = await start()
    const highest = Number.MAX_SAFE_INTEGER
    await log.appendReceived([from('ada', highest), from('ada', highest - 1)], past, 1)
    expect(await rangesOf('ada')).toEqual([[highest - 1, highest]])
  })

  test('full of holes cost no more than so many ranges', async () => {
    const { database, log, rangesOf } = await start()
    const count = limits.maxRangesPerAuthor + 10
    const holes = Array.from({ length: count }, (_, n) => from('ada', 2 * n + 1))
    await log.appendReceived(holes, past, 1)
    expect(await rangesOf('ada')).toHaveLength(limits.maxRangesPerAuthor)
    // What is not in the list any more is still known.
    expect((await log.appendReceived([from('ada', 1)], past, 1)).added).toEqual([])
    expect(await database.entries.count()).toBe(count)
  })
})

describe('the order shown', () => {
  const nowMs = 100_000

  test('is that of arrival for what is said now', async () => {
    const { log, say, shown } = await start()
    const windowMs = limits.liveOrderWindowMs
    await log.appendReceived([from('bo', 1, { atMs: 9 })], live, nowMs)
    await say('me1', nowMs)
    await log.appendReceived([from('ada', 1, { atMs: 5 })], live, nowMs + windowMs + 1)
    // A clock that is set back does not move what comes then before what came.
    await log.appendReceived([from('cy', 1, { atMs: nowMs + windowMs + 2 })], live, nowMs - 50_000)
    expect(await shown()).toEqual(['bo1', 'me1', 'ada1', 'cy1'])
  })

  test('puts what was said before to where it was said', async () => {
    const { log, shown } = await start()
    await log.appendReceived([from('bo', 1, { atMs: 40_000 })], live, 40_000)
    await log.appendReceived([from('bo', 2, { atMs: 60_000 })], live, 60_000)
    const earlier = [from('ada', 1, { atMs: 30_000 }), from('ada', 2, { atMs: 50_000 })]
    await log.appendReceived(earlier, past, nowMs)
    expect(await shown()).toEqual(['ada1', 'bo1', 'ada2', 'bo2'])
  })

  test('heeds no clock that is ahead of ours', async () => {
    const { log, shown } = await start()
    await log.appendReceived([from('mallory', 1, { atMs: 8.64e15 })], past, nowMs)
    await log.appendReceived([from('bo', 1, { atMs: nowMs + 1 })], live, nowMs + 1)
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
        const { database, log } = await start()
        for (const { authorId, seq, atMs, arrival, nowMs } of messages) {
          await log.appendReceived([from(authorId, seq, { atMs })], () => arrival, nowMs)
        }
        const rows = await inOrderShown(database.entries, roomId).toArray()
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
    const { log } = await start()
    const count = limits.maxHistoryPageEntries + 50
    const all = Array.from({ length: count }, (_, n) => from('ada', n + 1))
    await log.appendReceived(all, past, 100_000)
    const first = await log.lackedBy(new Map(), 100_000)
    expect(first.isComplete).toBe(false)
    expect(first.page.map((row) => row.seq)).toEqual(all.slice(50).map((one) => one.seq))
    const rest = await log.lackedBy(new Map([['ada', [[51, count]]]]), 100_000)
    expect(rest.isComplete).toBe(true)
    expect(rest.page.map((row) => row.seq)).toEqual(all.slice(0, 50).map((one) => one.seq))
    expect(await log.lackedBy(new Map([['ada', [[1, count]]]]), 100_000)).toEqual({
      page: [],
      isComplete: true,
    })
  })

  test('is a page by its size, too, and one message always fits', async () => {
    const { log } = await start()
    const long = 'x'.repeat(limits.maxMessageTextBytes)
    await log.appendReceived(
      Array.from({ length: 5 }, (_, n) => from('ada', n + 1, { text: long })),
      past,
      100_000,
    )
    const { page, isComplete } = await log.lackedBy(new Map(), 100_000)
    expect(page.map((row) => row.seq)).toEqual([5])
    expect(isComplete).toBe(false)
  })

  test('is looked for among the newest only', async () => {
    const { log } = await start()
    const all = Array.from({ length: limits.maxHistoryEntries + 5 }, (_, n) => from('ada', n + 1))
    await log.appendReceived(all, past, 100_000)
    const { page, isComplete } = await log.lackedBy(new Map([['ada', [[10, all.length]]]]), 100_000)
    expect(page.map((row) => row.seq)).toEqual([6, 7, 8, 9])
    expect(isComplete).toBe(true)
  }, 60_000)
})

test('what we have is said of the authors heard last', async () => {
  const { log } = await start()
  const authors = Array.from({ length: limits.maxVectorAuthors + 1 }, (_, n) => `author ${n}`)
  for (const [n, author] of authors.entries()) {
    await log.appendReceived([from(author, 3, { atMs: 1_000 + n })], past, 100_000)
  }
  const vector = await log.versionVector()
  expect(vector.map(({ authorId }) => authorId)).toEqual(authors.slice(1).reverse())
  expect(vector[0]?.ranges).toEqual([[3, 3, expect.stringContaining('digest')]])
})

test('signed messages keep what proves them', async () => {
  const { database, log } = await start()
  const ada = await ensureIdentity(database)
  const message = await signed(ada)
  await log.appendReceived([message], past, 1)
  expect(await database.entries.toCollection().first()).toMatchObject(message)
})
