import type { Logger } from '../base/log.ts'
import type { Candidate } from '../wire/signal.ts'
import { fingerprintOf, type Handshake, type LinkEnds, type Role } from './handshake.ts'
import type { LinkSignal } from './link-signal.ts'
import { createNegotiation } from './negotiation.ts'

export interface LinkNegotiationOptions {
  readonly connection: RTCPeerConnection
  readonly log: Logger
  readonly nonce: Handshake['nonce']
  readonly isPolite: () => boolean
  readonly signal: (body: LinkSignal) => void
  /** Our proof for our answer, and that it is out; undefined where they have it. */
  readonly proofForAnswer: () => Promise<string | undefined>
  readonly onProofSent: () => void
  /** The proof that came with their answer, and whether that could be set. */
  readonly onProof: (signature: string, isSet: Promise<boolean>) => void
  /** Both descriptions are known. */
  readonly onDescribed: () => void
}

/** The negotiation of a data link: it says its nonces with its descriptions and holds both ends to their certificates. */
export function createLinkNegotiation(options: LinkNegotiationOptions) {
  const { connection, nonce, signal } = options
  let ourRole: Role = 'offerer'
  let theirNonce: string | undefined
  let isClosed = false

  const negotiation = createNegotiation({
    connection,
    log: options.log,
    isPolite: options.isPolite,
    accepts: (next, before) => fingerprintOf(next) === fingerprintOf(before),
    onCandidates: (candidates) => signal({ type: 'candidates', candidates }),
    async onDescription(type, sdp) {
      if (type === 'offer') return signal({ type, sdp, nonce })
      const proof = await options.proofForAnswer()
      if (isClosed) return
      signal({ type, sdp, nonce, ...(proof !== undefined && { proof }) })
      if (proof !== undefined) options.onProofSent()
    },
  })

  return {
    offer: negotiation.offer,
    restart: negotiation.restart,
    acceptRestart: negotiation.acceptOffer,
    addCandidates: (candidates: readonly Candidate[]) => negotiation.addCandidates(candidates),

    async acceptOffer(sdp: string, nonceOfOffer: string) {
      ourRole = 'answerer'
      theirNonce = nonceOfOffer
      await negotiation.acceptOffer(sdp)
    },

    async acceptAnswer(sdp: string, nonceOfAnswer: string, proof?: string) {
      if (connection.signalingState !== 'have-local-offer') return
      theirNonce ??= nonceOfAnswer
      const setting = negotiation.acceptAnswer(sdp)
      if (proof !== undefined) options.onProof(proof, setting)
      if (await setting) options.onDescribed()
    },

    /**
     * Both ends, as the handshake knows them; undefined before both descriptions are there. The peer's counts while it
     * is being set: its proof may be here before the browser says that it is.
     */
    ends(): LinkEnds | undefined {
      const ourFingerprint = fingerprintOf(connection.localDescription?.sdp ?? '')
      const theirFingerprint = fingerprintOf(negotiation.theirSdp() ?? '')
      if (ourFingerprint === undefined || theirFingerprint === undefined || theirNonce === undefined) return
      return { ourRole, ourFingerprint, theirNonce, theirFingerprint }
    },

    close() {
      isClosed = true
      negotiation.close()
    },
  }
}
