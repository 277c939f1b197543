import * as v from 'valibot'
import { peerCallSchema } from './call/call-view.ts'
import {
  sessionLogEvents,
  sessionPeerSchema,
  sessionViewSchema,
  type SessionPeerView,
} from './session/session-view.ts'
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

/** What features know of a peer, by the feature's name in a room (open-room.ts). Each schema is in its feature's folder. */
const peerPartsSchema = v.object({
  trust: peerTrustSchema,
  call: peerCallSchema,
})
type PeerParts = v.InferOutput<typeof peerPartsSchema>
const partNames = v.keyof(peerPartsSchema).options

export const peerViewSchema = v.object({
  ...sessionPeerSchema.entries,
  ...peerPartsSchema.entries.trust.entries,
  ...peerPartsSchema.entries.call.entries,
})
export type PeerView = v.InferOutput<typeof peerViewSchema>

/** The features that a panel asks of peers, as the protocol names them. */
type FeatureName = 'chat' | 'call' | 'verification'

/** Whether a peer's link is open and doesn't speak a feature; of a peer without a link that is unknown. */
export function lacksFeature({ features }: Pick<PeerView, 'features'>, name: FeatureName): boolean {
  return features?.includes(name) === false
}

/** The features that know something of peers. */
export type PeerFeatures = {
  readonly [Name in keyof PeerParts]: { viewOf(peer: SessionPeerView): PeerParts[Name] }
}

/** What the session and the features know of a peer, in one. */
export function viewOfPeer(features: PeerFeatures, peer: SessionPeerView): PeerView {
  let view: PeerView = peer
  for (const name of partNames) view = { ...view, ...features[name].viewOf(peer) }
  return view
}

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
