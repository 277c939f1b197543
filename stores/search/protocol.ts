import * as v from 'valibot'

/** What a panel asks of the worker that searches, and what that answers. */

export const questionSchema = v.object({
  id: v.number(),
  /** As a person types it. */
  typed: v.string(),
  /** Where it is looked for; in all rooms where it's left out. */
  roomId: v.optional(v.string()),
  limit: v.number(),
})
export type SearchQuestion = v.InferOutput<typeof questionSchema>

const resultSchema = v.object({
  /** The entry's number on disk, and where it's shown. */
  order: v.number(),
  roomId: v.string(),
  authorId: v.string(),
  authorName: v.string(),
  seq: v.number(),
  sortKey: v.number(),
  atMs: v.number(),
  /** A line of its text, with what was looked for marked. */
  excerpt: v.array(v.object({ text: v.string(), isMarked: v.boolean() })),
})
export type SearchResult = v.InferOutput<typeof resultSchema>

const foundSchema = v.object({
  type: v.literal('found'),
  id: v.number(),
  /** The newest first. */
  results: v.array(resultSchema),
  hasMore: v.boolean(),
})
export type Found = v.InferOutput<typeof foundSchema>

const stateSchema = v.object({
  type: v.literal('state'),
  /** Everything that is on disk was read once. */
  isReady: v.boolean(),
  /** There is more on disk than is searched: the newest, as much as memory is given for. */
  isPartial: v.boolean(),
})
export type SearchState = v.InferOutput<typeof stateSchema>

/** The question could not be answered: the disk can't be read. */
const failedSchema = v.object({ type: v.literal('failed'), id: v.number() })

export const answerSchema = v.variant('type', [foundSchema, failedSchema, stateSchema])
export type SearchAnswer = v.InferOutput<typeof answerSchema>
