import * as v from 'valibot'
import { problemSchema } from '../base/problem.ts'

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

/** What is known of a peer's key; added to what the session says of the peer. */
export const peerTrustSchema = v.object({
  /** What we know of the key that was proved on the link; absent until one was. */
  trust: v.exactOptional(trustSchema),
  verification: v.exactOptional(verificationViewSchema),
})
export type PeerTrust = v.InferOutput<typeof peerTrustSchema>
