import { capabilityText, commonVersion, type Capabilities } from '../wire/capabilities.ts'
import { isSignedBy, type Signer } from '../wire/signature.ts'

/** What one end of a link brings to its authentication. */
interface Party {
  readonly publicKey: string
  /** 16 random bytes in base64url, new for each link. */
  readonly nonce: string
  /** Of the certificate that DTLS will hold it to. */
  readonly fingerprint: string
  /** What it announced to speak: nobody between can talk two peers down to less. */
  readonly capabilities: Capabilities
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
  { offerer, answerer }: Record<Role, Party>,
  signer: Role,
): string | undefined {
  const version = commonVersion(offerer.capabilities.versions, answerer.capabilities.versions)
  if (version === undefined) return undefined
  const [first, second] = [offerer, answerer].map((party) => [
    party.publicKey,
    party.nonce,
    party.fingerprint,
    capabilityText(party.capabilities),
  ])
  return JSON.stringify([at.roomId, at.linkId, signer, version, first, second])
}

export interface HandshakeOptions {
  readonly identity: Signer
  readonly roomId: string
  readonly linkId: string
  /** Our nonce. */
  readonly nonce: string
  /** What we announce. */
  readonly capabilities: Capabilities
  /** The peer's key, as soon as it is known whose link this is. */
  readonly theirKey: () => string | undefined
  /** What the peer announced with its description. */
  readonly theirCapabilities: () => Capabilities | undefined
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
 * link, the version that both speak, and of both the key, the nonce, the DTLS fingerprint and what they announced. So
 * nobody can sit between two ends or talk them down, and no proof is good for any other link.
 */
export function createHandshake(options: HandshakeOptions) {
  const { identity, nonce } = options

  function parties(ends: LinkEnds): Record<Role, Party> | undefined {
    const [theirKey, theirCapabilities] = [options.theirKey(), options.theirCapabilities()]
    if (theirKey === undefined || theirCapabilities === undefined) return undefined
    const { capabilities } = options
    const ours = { publicKey: identity.publicKey, nonce, fingerprint: ends.ourFingerprint, capabilities }
    const theirs = {
      publicKey: theirKey,
      nonce: ends.theirNonce,
      fingerprint: ends.theirFingerprint,
      capabilities: theirCapabilities,
    }
    return ends.ourRole === 'offerer'
      ? { offerer: ours, answerer: theirs }
      : { offerer: theirs, answerer: ours }
  }

  return {
    nonce,
    /** Our proof; undefined while it is not known whose link this is, or without a version that both speak. */
    async make(ends: LinkEnds): Promise<string | undefined> {
      const both = parties(ends)
      const text = both && transcript(options, both, ends.ourRole)
      return text === undefined ? undefined : identity.sign('link', text)
    },
    /** Whether the peer's proof holds. Never throws. */
    async holds(ends: LinkEnds, signature: string): Promise<boolean> {
      const both = parties(ends)
      const theirKey = options.theirKey()
      // Our own key at the other end is a reflection.
      if (!both || theirKey === undefined || theirKey === identity.publicKey) return false
      const theirRole = ends.ourRole === 'offerer' ? 'answerer' : 'offerer'
      const text = transcript(options, both, theirRole)
      return text !== undefined && isSignedBy(theirKey, 'link', text, signature)
    },
  }
}

export type Handshake = ReturnType<typeof createHandshake>
