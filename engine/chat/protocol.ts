import * as v from 'valibot'
import { limits } from '../base/limits.ts'
import type { FeatureProtocol } from '../session/feature.ts'
import { entrySchema, hashSchema, seqSchema, type Entry } from '../wire/entry.ts'

/** Consecutive numbers of one author's entries, from and to, both included, and the digest of the last one. */
const rangeSchema = v.pipe(
  v.tuple([seqSchema, seqSchema, hashSchema]),
  v.check(([from, to]) => from <= to),
)
/** In any order; whoever reads them brings them into one. */
const rangesSchema = v.pipe(v.array(rangeSchema), v.maxLength(limits.maxRangesPerAuthor))
export type SaidRanges = v.InferOutput<typeof rangesSchema>

/** What a peer has of a room's log, by author. */
const versionVectorSchema = v.pipe(
  v.array(v.object({ authorId: hashSchema, ranges: rangesSchema })),
  v.maxLength(limits.maxVectorAuthors),
  v.check((vector) => vector.reduce((sum, { ranges }) => sum + ranges.length, 0) <= limits.maxVectorRanges),
)
export type VersionVector = v.InferOutput<typeof versionVectorSchema>

/** Entries one by one: what one of them lacks spoils none beside it, so undefined stands for what is no entry. */
const entriesSchema = (max: number) =>
  v.pipe(
    v.array(v.unknown()),
    v.maxLength(max),
    v.transform((entries) =>
      entries.map((entry): Entry | undefined => {
        const parsed = v.safeParse(entrySchema, entry)
        return parsed.success ? parsed.output : undefined
      }),
    ),
  )
export type SaidEntries = readonly (Entry | undefined)[]

export type ChatMessage =
  /** The sender's own; `isLate` if it was written before this link opened. */
  | { readonly type: 'entry'; readonly entry: Entry; readonly isLate: boolean }
  /** "These of your entries are on my disk." Once when a link opens, and then as they come. */
  | { readonly type: 'received'; readonly ranges: SaidRanges }
  /** "Send me of this room's log what I lack, the newest of it." */
  | { readonly type: 'want'; readonly have: VersionVector }
  /** The answer to `want`, oldest first; `isComplete` if there is no more. */
  | { readonly type: 'history'; readonly entries: SaidEntries; readonly isComplete: boolean }
  /** "This is what I have; look whether you have the same." */
  | { readonly type: 'digests'; readonly have: VersionVector }
  /** Signed entries: the answer to `digests` that differ from ours, and to `prove`. */
  | { readonly type: 'evidence'; readonly entries: SaidEntries }
  /** "Show me the entry behind this number." */
  | { readonly type: 'prove'; readonly author: string; readonly seq: number }

/** What peers say to each other about a room's log. */
export const chatProtocol: FeatureProtocol<ChatMessage> = {
  name: 'chat',
  version: 1,
  channel: 'chat',
  messages: {
    entry: { schema: v.object({ type: v.literal('entry'), entry: entrySchema, isLate: v.boolean() }) },
    received: { schema: v.object({ type: v.literal('received'), ranges: rangesSchema }), rate: 'received' },
    want: { schema: v.object({ type: v.literal('want'), have: versionVectorSchema }), rate: 'want' },
    history: {
      schema: v.object({
        type: v.literal('history'),
        entries: entriesSchema(limits.maxHistoryPageEntries),
        isComplete: v.boolean(),
      }),
    },
    digests: {
      schema: v.object({ type: v.literal('digests'), have: versionVectorSchema }),
      rate: 'digests',
    },
    evidence: {
      schema: v.object({ type: v.literal('evidence'), entries: entriesSchema(limits.maxEvidenceEntries) }),
      rate: 'evidence',
    },
    prove: {
      schema: v.object({ type: v.literal('prove'), author: hashSchema, seq: seqSchema }),
      rate: 'prove',
    },
  },
  rates: {
    received: { burst: 2_000, refillMs: 10 },
    want: { burst: 300, refillMs: 500 },
    digests: { burst: 20, refillMs: 1_000 },
    evidence: { burst: 600, refillMs: 250 },
    prove: { burst: 600, refillMs: 250 },
  },
}
