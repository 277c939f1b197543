import * as v from 'valibot'
import { limits } from '../base/limits.ts'
import { signatureSchema } from './signal.ts'
import { callMessageSchemas } from '../call/protocol.ts'
import { verificationMessageSchemas } from '../verification/protocol.ts'
import { wireVersion } from './version.ts'

/**
 * The data channels of a link. Both sides create them with these ids (`negotiated`), which saves the round trip
 * of announcing them (RFC 8832) and leaves a peer no way to open others that anyone listens to.
 */
export const channels = {
  control: { id: 0, label: `control/${wireVersion}` },
  chat: { id: 1, label: `chat/${wireVersion}` },
} as const

const heartbeatNumber = v.pipe(v.number(), v.safeInteger(), v.minValue(0))

/** What peers say on the control channel. */
export const controlMessageSchema = v.variant('type', [
  v.object({ type: v.literal('ping'), n: heartbeatNumber }),
  v.object({ type: v.literal('pong'), n: heartbeatNumber }),
  /** "I leave on purpose": no need to look for me. */
  v.object({ type: v.literal('bye') }),
  ...verificationMessageSchemas,
  ...callMessageSchemas,
])
export type ControlMessage = v.InferOutput<typeof controlMessageSchema>

/** The first thing that who offered a link says on its control channel: who it is (session/link-proof.ts). */
export const proofSchema = v.object({ type: v.literal('proof'), signature: signatureSchema })
export type ProofMessage = v.InferOutput<typeof proofSchema>

const utf8 = new TextEncoder()

/** Length in UTF-8 bytes. */
export function utf8Bytes(text: string): number {
  return utf8.encode(text).length
}

/** What arrived on a channel, if it is text of a permitted size. */
export function channelText(data: unknown): string | undefined {
  return typeof data === 'string' && data.length <= limits.maxChannelMessageBytes ? data : undefined
}
