import * as v from 'valibot'
import { problemSchema } from '../base/problem.ts'
import { linkPathSchema } from '../rtc/path.ts'

/** What panels may know of a room's session, as plain values; `engine/view.ts` adds what features know. */
export const relayViewSchema = v.variant('kind', [
  /** `problem` is what kept the attempts before from it. */
  v.object({ kind: v.literal('connecting'), problem: v.exactOptional(problemSchema) }),
  /** At the room's own address, or on a hub that everybody shares. */
  v.object({ kind: v.literal('open'), address: v.picklist(['room', 'hub']) }),
  /** Out of reach; tried again at that time (milliseconds since 1970). */
  v.object({ kind: v.literal('waiting'), retryAtMs: v.number(), problem: problemSchema }),
  v.object({ kind: v.literal('closed') }),
])
export type RelayView = v.InferOutput<typeof relayViewSchema>

/**
 * `unreachable`: it answers through the relay, and no link to it comes about. `unauthenticated`: its proof failed.
 * `incompatible`: there is no version that both speak.
 */
export const peerStateSchema = v.picklist([
  'connecting',
  'connected',
  'reconnecting',
  'unreachable',
  'unauthenticated',
  'incompatible',
])
export type PeerState = v.InferOutput<typeof peerStateSchema>

export const sessionPeerSchema = v.object({
  peerId: v.string(),
  name: v.string(),
  state: peerStateSchema,
  /** The names of the features that both speak; only while its link is open, since that settles them. */
  features: v.exactOptional(v.array(v.string())),
  /** How its open link gets here, once that is known. */
  path: v.exactOptional(linkPathSchema),
  /** Of an incompatible peer: which of us has the older Sidetone. */
  needsUpdate: v.exactOptional(v.picklist(['us', 'them'])),
})
export type SessionPeerView = v.InferOutput<typeof sessionPeerSchema>

export const sessionViewSchema = v.object({
  roomId: v.string(),
  roomName: v.string(),
  relayUrl: v.string(),
  me: v.object({ peerId: v.string(), name: v.string() }),
  relay: relayViewSchema,
  peers: v.array(sessionPeerSchema),
  /** What went wrong and is still worth a word; at most one of each kind. */
  problems: v.array(problemSchema),
})
export type SessionView = v.InferOutput<typeof sessionViewSchema>

/** What the session writes into the connection log. */
export const sessionLogEvents = [
  'relay-connecting',
  'relay-open-room',
  'relay-open-hub',
  'relay-waiting',
  'relay-malformed',
  'hello-sent',
  'hello-received',
  'offer-sent',
  'offer-received',
  'answer-sent',
  'answer-received',
  'candidates-sent',
  'candidates-received',
  'ice-state',
  'channel-open',
  'link-silent',
  'ice-restart',
  'link-recovered',
  'link-ended',
  'peer-left',
  'peer-unreachable',
  'peer-malformed',
  'peer-forged',
] as const
export type SessionLogEvent = (typeof sessionLogEvents)[number]
