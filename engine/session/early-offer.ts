import { limits } from '../base/limits.ts'
import type { Link, LinkSignal } from '../rtc/link.ts'
import type { Candidate, EarlyOffer } from '../wire/signal.ts'
import type { LinkOwner, Peer } from './peer.ts'

/**
 * An offer to the first member that takes it, made while the relay is being reached and sent along with the `hello`: it
 * saves a newcomer the way from `hello` to offer. Until a member took it the link belongs to nobody.
 */
export function createEarlyOffer(
  linkId: string,
  open: (owner: LinkOwner, hold: (body: LinkSignal) => void) => Link | undefined,
) {
  const owner: LinkOwner = {}
  let description: { sdp: string; nonce: string } | undefined
  /** Found and not told yet. */
  const candidates: Candidate[] = []
  const link = open(owner, (body) => {
    if (body.type === 'candidates') candidates.push(...body.candidates)
    else description = { sdp: body.sdp, nonce: body.nonce }
  })
  const ready = link?.offer()

  return {
    linkId,
    /** What goes along with the `hello`, once; nothing if there is none. */
    async announcement(): Promise<EarlyOffer | undefined> {
      await ready
      if (description === undefined || !link || link.hasEnded()) return undefined
      const first = candidates.splice(0, limits.maxCandidatesPerSignal)
      const announced = { linkId, ...description, candidates: first }
      description = undefined
      return announced
    },
    /**
     * Hands the link to the peer who answered, with all the candidates that this peer does not know, in as many lists as
     * signals carry them: relayed ones are found last, and may be the only ones that work.
     */
    claim(peer: Peer): { link: Link; owner: LinkOwner; candidates: Candidate[][] } | undefined {
      if (!link || link.hasEnded() || owner.peer) return undefined
      owner.peer = peer
      const untold: Candidate[][] = []
      while (candidates.length > 0) untold.push(candidates.splice(0, limits.maxCandidatesPerSignal))
      return { link, owner, candidates: untold }
    },
    /** Ends it, if nobody took it. */
    discard() {
      if (!owner.peer) link?.close()
    },
  }
}
