import * as v from 'valibot'
import { sessionLogEvents } from './session/session-view.ts'

export const logEventSchema = v.picklist([...sessionLogEvents, 'peer-equivocates'])
export type LogEvent = v.InferOutput<typeof logEventSchema>

/** A line of the connection log. `detail` is technical and the same in every language; it holds no address of a peer. */
export const logEntrySchema = v.object({
  atMs: v.number(),
  roomId: v.string(),
  event: logEventSchema,
  peerName: v.optional(v.string()),
  detail: v.optional(v.string()),
})
export type LogEntry = v.InferOutput<typeof logEntrySchema>
