import * as v from 'valibot'
import { limits } from '../base/limits.ts'
import { signatureSchema } from './signature-schema.ts'

/**
 * The data channels of a link. Both sides create them with these ids (`negotiated`), which saves the round trip
 * of announcing them (RFC 8832). Channels that a later version opens besides are left alone.
 */
export const channels = {
  control: { id: 0, label: 'control' },
  chat: { id: 1, label: 'chat' },
} as const

const heartbeatNumber = v.pipe(v.number(), v.safeInteger(), v.minValue(0))

/** The first thing that the offerer of a link says on its control channel: who it is (rtc/handshake.ts). */
export const proofSchema = v.object({ type: v.literal('proof'), signature: signatureSchema })
export type ProofMessage = v.InferOutput<typeof proofSchema>

/** What every link says on its control channel, whatever features its ends have; theirs are in each `protocol.ts`. */
export const controlMessageSchema = v.variant('type', [
  v.object({ type: v.literal('ping'), n: heartbeatNumber }),
  v.object({ type: v.literal('pong'), n: heartbeatNumber }),
  /** "I leave on purpose": no need to look for me. */
  v.object({ type: v.literal('bye') }),
  proofSchema,
])
export type ControlMessage = v.InferOutput<typeof controlMessageSchema>

const controlTypes = new Set<string>(
  controlMessageSchema.options.map((option) => option.entries.type.literal),
)

export const isControlType = (type: string) => controlTypes.has(type)

/** Anything that peers say on a channel: an object that names its type. The rest is its type's business. */
export const typedSchema = v.looseObject({ type: v.pipe(v.string(), v.maxLength(limits.maxTypeCharacters)) })

const utf8 = new TextEncoder()

/** Length in UTF-8 bytes. */
export function utf8Bytes(text: string): number {
  return utf8.encode(text).length
}

/** What arrived on a channel, if it is text of a permitted size. */
export function channelText(data: unknown): string | undefined {
  return typeof data === 'string' && data.length <= limits.maxChannelMessageBytes ? data : undefined
}
