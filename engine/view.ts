import * as v from 'valibot'
import type { PeerView } from './room-features.ts'
import { sessionPeerSchema, sessionViewSchema } from './session/session-view.ts'

/**
 * What panels may know of the engine, as plain values that cross the port: what the session knows of a room, and what
 * each feature adds. Messages are not here: they are durable, and panels observe them in the database.
 */
export { logEntrySchema, logEventSchema, type LogEntry, type LogEvent } from './log-entry.ts'
export type { PeerView, RoomActions } from './room-features.ts'
export { relayViewSchema, type RelayView } from './session/session-view.ts'
export {
  trustSchema,
  verificationViewSchema,
  type VerificationView,
} from './verification/verification-view.ts'

/** What features add to it comes from this build's own host, and is known by its type alone. */
export const peerViewSchema = v.custom<PeerView>((peer) => v.is(sessionPeerSchema, peer))

/** The features that a panel asks of peers, as the protocol names them. */
type FeatureName = 'chat' | 'call' | 'verification' | 'disappearing'

/** Whether a peer's link is open and doesn't speak a feature; of a peer without a link that is unknown. */
export function lacksFeature({ features }: Pick<PeerView, 'features'>, name: FeatureName): boolean {
  return features?.includes(name) === false
}

export const roomViewSchema = v.object({
  ...sessionViewSchema.entries,
  peers: v.array(peerViewSchema),
})
export type RoomView = v.InferOutput<typeof roomViewSchema>
