import * as v from 'valibot'

/** An Ed25519 signature, in base64url. Whether it's one that anybody may make, signature.ts finds. */
export const signatureSchema = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{86}$/))
