import * as v from 'valibot'
import { utf8Bytes } from '../wire/channel.ts'
import { limits } from '../base/limits.ts'
import { cleanPeerName } from '../wire/names.ts'
import { signatureSchema } from '../wire/signal.ts'

const sequenceNumber = v.pipe(v.number(), v.safeInteger(), v.minValue(1))
/** 32 bytes in base64url: a public key, or the hash of one. */
const thirtyTwoBytes = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{43}$/))

/** Numbers of one author's messages, from and to, both included; whoever reads them brings them into order. */
const rangesSchema = v.pipe(
  v.array(
    v.pipe(
      v.tuple([sequenceNumber, sequenceNumber]),
      v.check(([from, to]) => from <= to),
    ),
  ),
  v.maxLength(limits.maxRangesPerAuthor),
)

/** One chat message as its author signed it (engine/chat/signed-message.ts). The author's id follows from the key. */
export const signedMessageSchema = v.object({
  authorKey: thirtyTwoBytes,
  authorName: v.pipe(
    v.string(),
    v.check((name) => cleanPeerName(name) === name),
  ),
  /** Rises with each message of an author in a room, from 1. */
  seq: sequenceNumber,
  /** The author's clock, milliseconds since 1970. */
  atMs: v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(8.64e15)),
  text: v.pipe(
    v.string(),
    v.minLength(1),
    v.check((text) => utf8Bytes(text) <= limits.maxMessageTextBytes),
  ),
  signature: signatureSchema,
})
export type SignedMessage = v.InferOutput<typeof signedMessageSchema>

/** What somebody has of a room's log, by author. */
const headsSchema = v.pipe(
  v.array(v.object({ authorId: thirtyTwoBytes, ranges: rangesSchema })),
  v.maxLength(limits.maxHeadAuthors),
  v.check((heads) => heads.reduce((sum, { ranges }) => sum + ranges.length, 0) <= limits.maxHeadRanges),
)
export type Heads = v.InferOutput<typeof headsSchema>

/** What peers say on the chat channel. */
export const chatMessageSchema = v.variant('type', [
  /** The sender's own; `isLate` if it was written before this link opened. */
  v.object({ type: v.literal('message'), message: signedMessageSchema, isLate: v.boolean() }),
  /** "These of your messages are on my disk." First of all when a link opens, and then as they come. */
  v.object({ type: v.literal('received'), ranges: rangesSchema }),
  /** "Send me of this room's log what I lack, the newest of it." */
  v.object({ type: v.literal('want'), have: headsSchema }),
  /** The answer to `want`, oldest first; `isComplete` if there is no more. */
  v.object({
    type: v.literal('history'),
    messages: v.pipe(v.array(signedMessageSchema), v.maxLength(limits.maxHistoryPageMessages)),
    isComplete: v.boolean(),
  }),
])
export type ChatMessage = v.InferOutput<typeof chatMessageSchema>
