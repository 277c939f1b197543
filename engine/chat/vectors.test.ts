import { readFile } from 'node:fs/promises'
import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { addToChain, toWireRanges, type ChainRanges } from './chain.ts'
import { verifyEntry } from './signed-entry.ts'

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
