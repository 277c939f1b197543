import * as v from 'valibot'
import { limits } from '../base/limits.ts'
import { capabilitiesSchema } from './capabilities.ts'
import { signatureSchema } from './signature-schema.ts'
import { publicKeySchema } from './signature.ts'

/** 16 random bytes in base64url, or a hash of 32. */
export const idSchema = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{22,43}$/))

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
  from: senderSchema,
  /** Rises with each signal of a visit: what was seen before is a replay. */
  count: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  /** The sender's relay delivers to its `visitId` alone. */
  directed: v.optional(v.boolean()),
}

/**
 * The part of a signal that every version of Sidetone reads and writes alike, for ever: who speaks, to whom, and what
 * they speak, so that two clients without a common version can still name each other. What else a signal holds depends
 * on its type, and is left alone here.
 */
export const outerSignalSchema = v.looseObject({
  ...everySignal,
  type: v.pipe(v.string(), v.maxLength(limits.maxTypeCharacters)),
  /** The one visit that it is for; absent in what is for all. */
  to: v.optional(recipientSchema),
  versions: v.optional(capabilitiesSchema.entries.versions),
  features: v.optional(capabilitiesSchema.entries.features),
})
export type OuterSignal = v.InferOutput<typeof outerSignalSchema>

const toOne = {
  to: recipientSchema,
  /** One attempt at one RTCPeerConnection, named by the offerer. Signals of another link are stale. */
  linkId: idSchema,
}

const description = v.pipe(v.string(), v.maxLength(limits.maxDescriptionCharacters))

export const candidateSchema = v.object({
  candidate: v.pipe(v.string(), v.maxLength(limits.maxCandidateCharacters)),
  sdpMid: v.nullable(v.pipe(v.string(), v.maxLength(32))),
  sdpMLineIndex: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(64))),
})

const candidatesSchema = v.pipe(v.array(candidateSchema), v.maxLength(limits.maxCandidatesPerSignal))

/** An offer to whichever member takes it first, so that a newcomer need not wait to be offered a link. */
const earlyOfferSchema = v.object({
  linkId: idSchema,
  sdp: description,
  nonce: idSchema,
  candidates: candidatesSchema,
})

export const signalSchema = v.variant('type', [
  /**
   * "I am here." To all after the relay is reached: a member who has no link to me, offer me one.
   * With `to`: my link to you is gone, offer me a new one. With `offer`: the member with the smallest peer id may
   * answer that instead.
   */
  v.object({
    ...everySignal,
    ...capabilitiesSchema.entries,
    type: v.literal('hello'),
    to: v.optional(recipientSchema),
    offer: v.optional(earlyOfferSchema),
  }),
  /** A link's first; or, with the `linkId` of an open link, the wish for a new path (ICE restart). */
  v.object({
    ...everySignal,
    ...capabilitiesSchema.entries,
    ...toOne,
    type: v.literal('offer'),
    sdp: description,
    nonce: idSchema,
  }),
  /** With the answerer's proof; not again where it answers the wish for a new path. */
  v.object({
    ...everySignal,
    ...capabilitiesSchema.entries,
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

const knownTypes = new Set<string>(signalSchema.options.map((option) => option.entries.type.literal))

/** What a signal says, by its type: `unknown` for the types of other versions, which are nobody's fault. */
export function readSignal(outer: OuterSignal): Signal | 'unknown' | 'malformed' {
  if (!knownTypes.has(outer.type)) return 'unknown'
  const read = v.safeParse(signalSchema, outer)
  return read.success ? read.output : 'malformed'
}

/** The types that say what their sender speaks. */
export type AnnouncingType = Extract<Signal, { versions: unknown }>['type']

export function isAnnouncing(type: string): type is AnnouncingType {
  return type === 'hello' || type === 'offer' || type === 'answer'
}

/** A signal before the signaling adds who sends it, its count and what we speak. */
export type SignalBody = Signal extends infer S
  ? S extends Signal
    ? Omit<S, keyof typeof everySignal | keyof typeof capabilitiesSchema.entries>
    : never
  : never
