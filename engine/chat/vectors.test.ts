import { readFile } from 'node:fs/promises'
import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { createMemoryDatabase } from '../testing/memory-database.ts'
import { addToChain, toWireRanges, type ChainRanges } from './chain.ts'
import { createEntryLog } from './entry-log.ts'
import { keyOf } from './kinds/reference.ts'
import { readPins } from './pins.ts'
import { readReactions } from './reactions.ts'
import { verifyEntry } from './signed-entry.ts'
import { inThread } from './sort-key.ts'

/** The files in docs/test-vectors, which other clients are checked with, too (scripts/write-entry-vectors.ts). */
async function read<Schema extends v.GenericSchema>(name: string, schema: Schema) {
  return v.parse(schema, JSON.parse(await readFile(`docs/test-vectors/${name}.json`, 'utf8')))
}

const entry = v.object({ key: v.string(), text: v.string(), signature: v.string() })
const entries = await read(
  'entries',
  v.object({
    room: v.string(),
    good: v.array(
      v.object({
        says: v.string(),
        entry,
        author: v.string(),
        seq: v.number(),
        kind: v.string(),
        digest: v.string(),
      }),
    ),
    bad: v.array(v.object({ says: v.string(), entry, verdict: v.picklist(['malformed', 'forged']) })),
  }),
)
const digests = await read(
  'digests',
  v.object({
    cases: v.array(
      v.object({
        says: v.string(),
        entries: v.array(
          v.object({
            seq: v.number(),
            digest: v.string(),
            prev: v.nullable(v.tuple([v.number(), v.string()])),
          }),
        ),
        ranges: v.array(v.tuple([v.number(), v.number(), v.string()])),
      }),
    ),
  }),
)

const threads = await read(
  'threads',
  v.object({
    room: v.string(),
    cases: v.array(
      v.object({
        says: v.string(),
        entries: v.array(entry),
        thread: v.array(
          v.object({
            author: v.string(),
            seq: v.number(),
            text: v.nullable(v.string()),
            reactions: v.optional(v.array(v.string()), []),
          }),
        ),
        pins: v.number(),
      }),
    ),
  }),
)

/** What is shown of some entries that come in an order. */
async function threadOf(given: v.InferOutput<typeof entry>[]) {
  const database = createMemoryDatabase()
  const { room: roomId } = threads
  const closed = new AbortController().signal
  const log = createEntryLog({ database, ownDatabase: database, roomId, ownId: 'own', closed })
  for (const one of given) {
    const verified = await verifyEntry(roomId, one)
    if (typeof verified === 'string') throw new Error(verified)
    await log.appendReceived([verified], () => 'past', 2_000_000_000_000)
  }
  const rows = await inThread(database.entries, roomId).toArray()
  const reactions = await readReactions(database, roomId, rows.map(keyOf))
  const thread = rows.map((row) => ({
    author: row.authorId,
    seq: row.seq,
    text: row.text ?? null,
    reactions: (reactions.get(keyOf(row)) ?? []).map(({ emoji }) => emoji),
  }))
  return {
    thread: thread.sort((a, b) => (a.author < b.author ? -1 : 1)),
    pins: await readPins(database, roomId),
  }
}

describe('the test vectors of threads', () => {
  test.each(threads.cases)('$says', async ({ entries: given, thread: expected, pins }) => {
    const sorted = expected.toSorted((a, b) => (a.author < b.author ? -1 : 1))
    for (const order of [given, given.toReversed()]) {
      const found = await threadOf(order)
      expect(found.thread).toEqual(sorted)
      expect(found.pins).toHaveLength(pins)
    }
  })
})

describe('the test vectors of entries', () => {
  test.each(entries.good)('$says', async ({ entry: given, author, seq, kind, digest }) => {
    expect(await verifyEntry(entries.room, given)).toMatchObject({ authorId: author, seq, kind, digest })
  })
  test.each(entries.bad)('$verdict: $says', async ({ entry: given, verdict }) => {
    expect(await verifyEntry(entries.room, given)).toBe(verdict)
  })
})

test.each(digests.cases)('the test vectors of digests: $says', ({ entries: given, ranges }) => {
  for (const order of [given, given.toReversed()]) {
    expect(toWireRanges(order.reduce<ChainRanges>(addToChain, []))).toEqual(ranges)
  }
})
