import type { Identity } from '../identity/identity.ts'
import { isSignedBy } from '../wire/signature.ts'

/** What one end of a link brings to its authentication. */
interface Party {
  readonly publicKey: string
  /** 16 random bytes in base64url, new for each link. */
  readonly nonce: string
  /** Of the certificate that DTLS will hold it to. */
  readonly fingerprint: string
}

export type Role = 'offerer' | 'answerer'

/**
 * The fingerprints in a description (RFC 8122), in one form: the browser ends a DTLS handshake that shows another
 * certificate. Undefined where there is none.
 */
export function fingerprintOf(sdp: string): string | undefined {
  const found = [...sdp.matchAll(/^a=fingerprint:(\S+) (\S+)\s*$/gm)].map(
    ([, algorithm = '', digest = '']) => `${algorithm.toLowerCase()} ${digest.toUpperCase()}`,
  )
  return found.length === 0 ? undefined : [...new Set(found)].sort().join(', ')
}

/** What both ends sign. The signer's role is in it, so that nobody's own signature can be handed back to them. */
function transcript(
  at: { readonly roomId: string; readonly linkId: string },
  parties: Record<Role, Party>,
  signer: Role,
): string {
  const all = [parties.offerer, parties.answerer].map((party) => [
    party.publicKey,
    party.nonce,
    party.fingerprint,
  ])
  return JSON.stringify([at.roomId, at.linkId, signer, ...all])
}

export interface HandshakeOptions {
  readonly identity: Pick<Identity, 'publicKey' | 'sign'>
  readonly roomId: string
  readonly linkId: string
  /** Our nonce. */
  readonly nonce: string
  /** The peer's key, as soon as it is known whose link this is. */
  readonly theirKey: () => string | undefined
}

/** What is known of both ends once both descriptions are set. */
export interface LinkEnds {
  readonly ourRole: Role
  readonly ourFingerprint: string
  readonly theirNonce: string
  readonly theirFingerprint: string
}

/**
 * Mutual authentication of a link (docs/protocol.md, "Link proof"): each end signs the room, the
 * session, both keys, both nonces and both DTLS fingerprints, so that nobody can sit between two ends, and no proof
 * is good for any other link.
 */
export function createHandshake(options: HandshakeOptions) {
  const { identity, nonce } = options

  function parties(ends: LinkEnds): Record<Role, Party> | undefined {
    const theirKey = options.theirKey()
    if (theirKey === undefined) return undefined
    const ours = { publicKey: identity.publicKey, nonce, fingerprint: ends.ourFingerprint }
    const theirs = { publicKey: theirKey, nonce: ends.theirNonce, fingerprint: ends.theirFingerprint }
    return ends.ourRole === 'offerer'
      ? { offerer: ours, answerer: theirs }
      : { offerer: theirs, answerer: ours }
  }

  return {
    nonce,
    /** Our proof; undefined while it is not known whose link this is. */
    async make(ends: LinkEnds): Promise<string | undefined> {
      const both = parties(ends)
      return both && identity.sign('link', transcript(options, both, ends.ourRole))
    },
    /** Whether the peer's proof holds. Never throws. */
    async holds(ends: LinkEnds, signature: string): Promise<boolean> {
      const both = parties(ends)
      const theirKey = options.theirKey()
      // Our own key at the other end is a reflection.
      if (!both || theirKey === undefined || theirKey === identity.publicKey) return false
      const theirRole = ends.ourRole === 'offerer' ? 'answerer' : 'offerer'
      return isSignedBy(theirKey, 'link', transcript(options, both, theirRole), signature)
    },
  }
}

export type Handshake = ReturnType<typeof createHandshake>
