import * as v from 'valibot'

/** 16 random bytes in base64url. */
const randomSchema = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{22}$/))
/** SHA-256 in base64url. */
const hashSchema = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{43}$/))

/** Why a run ended before it came to its end. `mismatch`: a person saw other emoji than the other one did. */
export const verificationEndSchema = v.picklist(['cancelled', 'mismatch', 'timed-out', 'broken'])
export type VerificationEnd = v.InferOutput<typeof verificationEndSchema>

/**
 * What two peers say on their control channel to compare keys (docs/protocol.md, "Verification"). `run` is named by who
 * asks; whatever belongs to another run is dropped.
 */
export const verificationMessageSchemas = [
  v.object({ type: v.literal('verify-start'), run: randomSchema, commitment: hashSchema }),
  v.object({ type: v.literal('verify-accept'), run: randomSchema, nonce: randomSchema }),
  v.object({ type: v.literal('verify-reveal'), run: randomSchema, nonce: randomSchema }),
  v.object({ type: v.literal('verify-match'), run: randomSchema }),
  v.object({ type: v.literal('verify-cancel'), run: randomSchema, reason: verificationEndSchema }),
] as const

export type VerificationMessage = v.InferOutput<(typeof verificationMessageSchemas)[number]>
