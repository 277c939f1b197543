import * as v from 'valibot'
import { limits } from '../base/limits.ts'
import type { FeatureProtocol } from '../session/feature.ts'

/** 16 random bytes in base64url. */
const randomSchema = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{22}$/))
/** SHA-256 in base64url. */
const hashSchema = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{43}$/))

/** Why a run ended before it came to its end. `mismatch`: a person saw other emoji than the other one did. */
export const verificationEndSchema = v.picklist(['cancelled', 'mismatch', 'timed-out', 'broken'])
export type VerificationEnd = v.InferOutput<typeof verificationEndSchema>

const schemas = {
  'verify-start': v.object({ type: v.literal('verify-start'), run: randomSchema, commitment: hashSchema }),
  'verify-accept': v.object({ type: v.literal('verify-accept'), run: randomSchema, nonce: randomSchema }),
  'verify-reveal': v.object({ type: v.literal('verify-reveal'), run: randomSchema, nonce: randomSchema }),
  'verify-match': v.object({ type: v.literal('verify-match'), run: randomSchema }),
  'verify-cancel': v.object({
    type: v.literal('verify-cancel'),
    run: randomSchema,
    reason: verificationEndSchema,
  }),
}

/** What two peers say to compare keys. */
export type VerificationMessage = v.InferOutput<(typeof schemas)[keyof typeof schemas]>

/**
 * Comparing keys with a peer (docs/protocol.md, "Verification"). `run` is named by the asker; whatever belongs to
 * another run is dropped.
 */
export const verificationProtocol: FeatureProtocol<VerificationMessage> = {
  name: 'verification',
  version: 1,
  channel: 'control',
  messages: {
    'verify-start': { schema: schemas['verify-start'], rate: 'start' },
    'verify-accept': { schema: schemas['verify-accept'], rate: 'message' },
    'verify-reveal': { schema: schemas['verify-reveal'], rate: 'message' },
    'verify-match': { schema: schemas['verify-match'], rate: 'message' },
    'verify-cancel': { schema: schemas['verify-cancel'], rate: 'message' },
  },
  rates: {
    /** Each asks the person at this browser something. */
    start: { burst: limits.maxVerificationBurst, refillMs: limits.verificationRefillMs },
    message: { burst: limits.maxVerificationMessageBurst, refillMs: limits.verificationMessageRefillMs },
  },
}
