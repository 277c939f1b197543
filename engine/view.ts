import * as v from 'valibot'
import { problemSchema } from './base/problem.ts'
import { callStateSchema } from './call/protocol.ts'

/**
 * What panels may know of the engine, as plain values that cross the port. Messages are not here: they are
 * durable, and panels observe them in the database.
 */
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

export const trustSchema = v.picklist(['new', 'known', 'verified', 'name-conflict', 'own-name'])

/** Where comparing keys with a peer is. */
export const verificationViewSchema = v.variant('kind', [
  /** We asked, and they have not answered yet. */
  v.object({ kind: v.literal('offered') }),
  /** They asked; it is for the person at this browser to answer. */
  v.object({ kind: v.literal('asked') }),
  v.object({ kind: v.literal('exchanging') }),
  /** The places of the emoji in the table (components/people/emoji.ts). */
  v.object({ kind: v.literal('comparing'), emoji: v.array(v.number()) }),
  /** The person at this browser said that they match. */
  v.object({ kind: v.literal('matched'), emoji: v.array(v.number()), theySaidSo: v.boolean() }),
  v.object({ kind: v.literal('failed'), problem: problemSchema }),
])
export type VerificationView = v.InferOutput<typeof verificationViewSchema>

export const peerViewSchema = v.object({
  peerId: v.string(),
  name: v.string(),
  /** `unreachable`: it answers through the relay, and no link to it comes about. `unauthenticated`: its proof failed. */
  state: v.picklist(['connecting', 'connected', 'reconnecting', 'unreachable', 'unauthenticated']),
  /** What we know of the key that was proved on the link; absent until one was. */
  trust: v.exactOptional(trustSchema),
  verification: v.exactOptional(verificationViewSchema),
  /** Its place in the room's call; absent while it is in none. */
  call: v.exactOptional(callStateSchema),
})
export type PeerView = v.InferOutput<typeof peerViewSchema>

export const roomViewSchema = v.object({
  roomId: v.string(),
  roomName: v.string(),
  relayUrl: v.string(),
  me: v.object({ peerId: v.string(), name: v.string() }),
  relay: relayViewSchema,
  peers: v.array(peerViewSchema),
  /** What went wrong and is still worth a word; at most one of each kind. */
  problems: v.array(problemSchema),
})
export type RoomView = v.InferOutput<typeof roomViewSchema>

export const logEventSchema = v.picklist([
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
  'peer-equivocates',
])
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
