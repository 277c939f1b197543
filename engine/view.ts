import * as v from 'valibot'
import { callStateSchema } from './call/protocol.ts'
import { sessionLogEvents, sessionPeerSchema, sessionViewSchema } from './session/session-view.ts'
import { peerTrustSchema } from './verification/verification-view.ts'

/**
 * What panels may know of the engine, as plain values that cross the port: what the session knows of a room, and what
 * each feature adds. Messages are not here: they are durable, and panels observe them in the database.
 */
export { relayViewSchema, type RelayView } from './session/session-view.ts'
export {
  trustSchema,
  verificationViewSchema,
  type VerificationView,
} from './verification/verification-view.ts'

/** What the call knows of a peer. */
const peerCallSchema = v.object({
  /** Its place in the room's call; absent while it is in none. */
  call: v.exactOptional(callStateSchema),
})

export const peerViewSchema = v.object({
  ...sessionPeerSchema.entries,
  ...peerTrustSchema.entries,
  ...peerCallSchema.entries,
})
export type PeerView = v.InferOutput<typeof peerViewSchema>

export const roomViewSchema = v.object({
  ...sessionViewSchema.entries,
  peers: v.array(peerViewSchema),
})
export type RoomView = v.InferOutput<typeof roomViewSchema>

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
