import * as v from 'valibot'
import { limits } from '../base/limits.ts'
import type { FeatureProtocol } from '../session/feature.ts'
import { seqSchema } from '../wire/entry.ts'

/** Consecutive numbers of the receiver's entries, from and to, both included. */
const rangeSchema = v.pipe(
  v.tuple([seqSchema, seqSchema]),
  v.check(([from, to]) => from <= to),
)

const schemas = {
  /** "I'm writing a message", said again while it goes on; or no longer. */
  'activity-typing': v.object({ type: v.literal('activity-typing'), isTyping: v.boolean() }),
  /** "I've seen these of **your** entries", all of them each time. Nobody says it of somebody else. */
  'activity-seen': v.object({
    type: v.literal('activity-seen'),
    ranges: v.pipe(v.array(rangeSchema), v.maxLength(limits.maxRangesPerAuthor)),
  }),
}

/** What two peers tell each other of what their people do. */
export type ActivityMessage = v.InferOutput<(typeof schemas)[keyof typeof schemas]>

/** Who is typing and who has seen what (docs/protocol.md, "Activity"). */
export const activityProtocol: FeatureProtocol<ActivityMessage> = {
  name: 'activity',
  version: 1,
  channel: 'control',
  messages: {
    'activity-typing': { schema: schemas['activity-typing'], rate: 'typing' },
    'activity-seen': { schema: schemas['activity-seen'], rate: 'seen' },
  },
  rates: {
    typing: { burst: limits.maxTypingBurst, refillMs: limits.typingRefillMs },
    /** Each is written to the disk. */
    seen: { burst: limits.maxSeenBurst, refillMs: limits.seenRefillMs },
  },
}
