import * as v from 'valibot'
import { limits } from '../base/limits.ts'
import type { FeatureProtocol } from '../session/feature.ts'
import { candidateSchema } from '../wire/signal.ts'
import { callStateSchema, randomSchema } from './call-state.ts'

const packetsSchema = v.pipe(v.number(), v.safeInteger(), v.minValue(0))
const peerIdSchema = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{43}$/))

/** From one visit to another; whatever is for another one is stale. */
const toVisit = { from: randomSchema, to: randomSchema }
/** One attempt at one RTCPeerConnection for media, named by the offerer. */
const ofLink = { ...toVisit, link: randomSchema }

/**
 * What members of a call say to one another to make, recover and watch the connections that carry their voices. It
 * travels on the control channel of a link whose ends have proved who they are (docs/protocol.md, "Calls").
 */
export const callSignalSchema = v.variant('type', [
  /** The first of a link; within an open one, the wish for a new path. */
  v.object({
    ...ofLink,
    type: v.literal('call-offer'),
    sdp: v.pipe(v.string(), v.maxLength(limits.maxDescriptionCharacters)),
  }),
  v.object({
    ...ofLink,
    type: v.literal('call-answer'),
    sdp: v.pipe(v.string(), v.maxLength(limits.maxDescriptionCharacters)),
  }),
  v.object({
    ...ofLink,
    type: v.literal('call-candidates'),
    candidates: v.pipe(v.array(candidateSchema), v.maxLength(limits.maxCandidatesPerSignal)),
  }),
  /** Packets of sound that left here and that arrived here over this link so far: silence is told from loss. */
  v.object({ ...ofLink, type: v.literal('call-report'), sent: packetsSchema, received: packetsSchema }),
  /** "My link to you is gone, offer me a new one." */
  v.object({ ...toVisit, type: v.literal('call-rebuild') }),
  /** "The call is full for me": the one too many learns why nobody answers. */
  v.object({ ...toVisit, type: v.literal('call-full'), max: v.pipe(v.number(), v.integer(), v.minValue(1)) }),
])
export type CallSignal = v.InferOutput<typeof callSignalSchema>

const stateMessageSchema = v.object({ type: v.literal('call-state'), ...callStateSchema.entries })
const leftMessageSchema = v.object({ type: v.literal('call-left'), visit: randomSchema })

/** What peers say about calls on their control channel; beside the signals, who is in the room's call. */
export const callMessageSchemas = [
  /** "I am in the call of this room", said again when something about it changes and to every newcomer. */
  stateMessageSchema,
  leftMessageSchema,
  ...callSignalSchema.options,
] as const
export type CallMessage = v.InferOutput<(typeof callMessageSchemas)[number]>

const [offer, answer, candidates, report, rebuild, full] = callSignalSchema.options

/** Calls, as they are announced, and what one peer may say of them. */
export const callProtocol: FeatureProtocol<CallMessage> = {
  name: 'call',
  version: 1,
  channel: 'control',
  messages: {
    'call-state': { schema: stateMessageSchema, rate: 'messages' },
    'call-left': { schema: leftMessageSchema, rate: 'messages' },
    'call-offer': { schema: offer, rate: 'offers' },
    'call-answer': { schema: answer, rate: 'messages' },
    'call-candidates': { schema: candidates, rate: 'messages' },
    'call-report': { schema: report, rate: 'messages' },
    'call-rebuild': { schema: rebuild, rate: 'offers' },
    'call-full': { schema: full, rate: 'messages' },
  },
  rates: {
    /** What makes us build or negotiate a connection. */
    offers: { burst: limits.maxCallOfferBurst, refillMs: limits.callOfferRefillMs },
    messages: { burst: limits.maxCallMessageBurst, refillMs: limits.callMessageRefillMs },
  },
}

/** A signal before the sender's visit and the receiver's are added. */
export const callSignalBodySchema = v.variant('type', [
  v.omit(offer, ['from', 'to']),
  v.omit(answer, ['from', 'to']),
  v.omit(candidates, ['from', 'to']),
  v.omit(report, ['from', 'to']),
  v.omit(rebuild, ['from', 'to']),
  v.omit(full, ['from', 'to']),
])
export type CallSignalBody = v.InferOutput<typeof callSignalBodySchema>

/** What a person can ask of a call, from any panel or with a key of the browser. */
export const callActionSchema = v.variant('type', [
  /** Starts the call of a room, or joins the one that runs there; another one is left before. */
  v.object({ type: v.literal('join'), roomId: v.string() }),
  v.object({ type: v.literal('hang-up') }),
  v.object({ type: v.literal('set-muted'), isMuted: v.boolean() }),
  v.object({ type: v.literal('toggle-mute') }),
  v.object({ type: v.literal('set-deafened'), isDeafened: v.boolean() }),
  v.object({ type: v.literal('toggle-deafen') }),
  /** While it is held, with push-to-talk on, others hear us. */
  v.object({ type: v.literal('hold-to-talk'), isHeld: v.boolean() }),
  v.object({
    type: v.literal('set-volume'),
    peerId: peerIdSchema,
    volumePercent: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(limits.maxVolumePercent)),
  }),
  v.object({ type: v.literal('set-muted-locally'), peerId: peerIdSchema, isMutedLocally: v.boolean() }),
  /** Opens the microphone again after it was lost or refused. */
  v.object({ type: v.literal('open-microphone') }),
  v.object({ type: v.literal('dismiss-notice') }),
  /** Plays what the browser refused to play before the person pressed something. */
  v.object({ type: v.literal('resume') }),
])
export type CallAction = v.InferOutput<typeof callActionSchema>
