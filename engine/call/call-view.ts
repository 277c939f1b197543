import * as v from 'valibot'
import { problemSchema } from '../base/problem.ts'
import { callStateSchema, microphoneStateSchema } from './call-state.ts'

/** What the call knows of a peer in a room; part of the room's view. */
export const peerCallSchema = v.object({
  /** Its place in the room's call; absent while it is in none. */
  call: v.exactOptional(callStateSchema),
})
export type PeerCall = v.InferOutput<typeof peerCallSchema>

/** How well somebody's voice comes, as figures of the last seconds; absent where the browser doesn't tell. */
export const callQualitySchema = v.object({
  /** `unknown` until there is something to judge by. */
  word: v.picklist(['good', 'fair', 'poor', 'unknown']),
  roundTripMs: v.exactOptional(v.number()),
  /** Of the packets that should have come. */
  lossPercent: v.exactOptional(v.number()),
  jitterMs: v.exactOptional(v.number()),
  kilobitsPerSecond: v.exactOptional(v.number()),
})
export type CallQuality = v.InferOutput<typeof callQualitySchema>

/** Another person in the call that we are in. */
export const callPeerViewSchema = v.object({
  peerId: v.string(),
  name: v.string(),
  microphone: microphoneStateSchema,
  /** `reconnecting`: their sound was there and is not; `unreachable`: no link to them comes about. */
  state: v.picklist(['connecting', 'connected', 'reconnecting', 'unreachable']),
  /** 0 to 200; 100 is as it comes. */
  volumePercent: v.number(),
  /** We don't want to hear them. */
  isMutedLocally: v.boolean(),
  quality: callQualitySchema,
})
export type CallPeerView = v.InferOutput<typeof callPeerViewSchema>

/** The call that this browser is in. */
export const callViewSchema = v.object({
  roomId: v.string(),
  joinedAtMs: v.number(),
  /** `opening`: the microphone is being asked for. */
  state: v.picklist(['opening', 'joined']),
  /** What leaves our microphone. With push-to-talk it is `muted` until the key is held. */
  microphone: microphoneStateSchema,
  isDeafened: v.boolean(),
  isPushToTalk: v.boolean(),
  /** What happened to our microphone or speaker and is still worth a word. */
  notice: v.exactOptional(problemSchema),
  peers: v.array(callPeerViewSchema),
})
export type CallView = v.InferOutput<typeof callViewSchema>

/** How loud everybody is right now, 0 to 1, by peer id; our own under `own`. Told ten times a second. */
export const callLevelsSchema = v.record(v.string(), v.number())
export type CallLevels = v.InferOutput<typeof callLevelsSchema>
