import * as v from 'valibot'
import { limits } from '../base/limits.ts'
import { publicKeySchema } from './signature.ts'
import { wireVersion } from './version.ts'

/** 16 random bytes in base64url, or a hash of 32. */
export const idSchema = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{22,43}$/))

/** Ed25519, in base64url. */
export const signatureSchema = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{86}$/))

/**
 * Who says it. `peerId` is the hash of `publicKey`, which stays with a browser profile; `visitId` is new each time
 * a room is joined, so that what was meant for an earlier visit is recognised as stale.
 */
const senderSchema = v.object({
  peerId: idSchema,
  publicKey: publicKeySchema,
  visitId: idSchema,
  name: v.pipe(v.string(), v.maxLength(limits.maxNameCharacters * 4)),
})
const recipientSchema = v.object({ peerId: idSchema, visitId: idSchema })

const everySignal = {
  version: v.literal(wireVersion),
  from: senderSchema,
  /** Rises with each signal of an instance: what was seen before is a replay. */
  count: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  /** The sender's relay delivers to its `visitId` alone. */
  directed: v.optional(v.boolean()),
}
const toOne = {
  to: recipientSchema,
  /** One attempt at one RTCPeerConnection, named by who offers. Signals of another session are stale. */
  linkId: idSchema,
}

const description = v.pipe(v.string(), v.maxLength(limits.maxDescriptionCharacters))

export const candidateSchema = v.object({
  candidate: v.pipe(v.string(), v.maxLength(limits.maxCandidateCharacters)),
  sdpMid: v.nullable(v.pipe(v.string(), v.maxLength(32))),
  sdpMLineIndex: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(64))),
})

const candidatesSchema = v.pipe(v.array(candidateSchema), v.maxLength(limits.maxCandidatesPerSignal))

/** An offer to whoever takes it first, so that a newcomer need not wait to be offered a link. */
const earlyOfferSchema = v.object({
  linkId: idSchema,
  sdp: description,
  nonce: idSchema,
  candidates: candidatesSchema,
})

export const signalSchema = v.variant('type', [
  /**
   * "I am here." To all after the relay is reached: whoever has no link to me, offer me one.
   * With `to`: my link to you is gone, offer me a new one. With `offer`: the member with the smallest peer id may
   * answer that instead.
   */
  v.object({
    ...everySignal,
    type: v.literal('hello'),
    to: v.optional(recipientSchema),
    offer: v.optional(earlyOfferSchema),
  }),
  /** A link's first; or, in the session of an open link, the wish for a new path (ICE restart). */
  v.object({ ...everySignal, ...toOne, type: v.literal('offer'), sdp: description, nonce: idSchema }),
  /** With the proof of who answers; not again where the answer is to the wish for a new path. */
  v.object({
    ...everySignal,
    ...toOne,
    type: v.literal('answer'),
    sdp: description,
    nonce: idSchema,
    proof: v.optional(signatureSchema),
  }),
  v.object({
    ...everySignal,
    ...toOne,
    type: v.literal('candidates'),
    candidates: candidatesSchema,
  }),
  /** "The room is full for me": the one too many learns why nobody links. */
  v.object({ ...everySignal, type: v.literal('full'), to: recipientSchema }),
])

export type Signal = v.InferOutput<typeof signalSchema>
export type Sender = v.InferOutput<typeof senderSchema>
export type Recipient = v.InferOutput<typeof recipientSchema>
export type EarlyOffer = v.InferOutput<typeof earlyOfferSchema>
export type Candidate = v.InferOutput<typeof candidateSchema>

/** A signal before the signaling adds who sends it, and its count. */
export type SignalBody = Signal extends infer S
  ? S extends Signal
    ? Omit<S, keyof typeof everySignal>
    : never
  : never
