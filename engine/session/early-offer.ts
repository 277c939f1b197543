import { limits } from '../base/limits.ts'
import type { Candidate, EarlyOffer } from '../wire/signal.ts'
import type { Link, LinkSignal } from '../rtc/link.ts'
import type { Peer } from './peer.ts'

/**
 * An offer to whoever is there, made while the relay is being reached and sent along with the `hello`: it saves a
 * newcomer the way from `hello` to offer. One member takes it; until then the link belongs to nobody.
 */
export function createEarlyOffer(
  linkId: string,
  open: (owner: { peer?: Peer }, hold: (body: LinkSignal) => void) => Link | undefined,
) {
  const owner: { peer?: Peer } = {}
  let description: { sdp: string; nonce: string } | undefined
  let candidates: Candidate[] = []
  const link = open(owner, (body) => {
    if (body.type === 'candidates') candidates.push(...body.candidates)
    else description = { sdp: body.sdp, nonce: body.nonce }
  })
  const ready = link?.offer()

  /** Candidates found so far and not told yet. */
  function takeCandidates(): Candidate[] {
    const taken = candidates.slice(0, limits.maxCandidatesPerSignal)
    candidates = []
    return taken
  }

  return {
    linkId,
    /** What goes along with the `hello`, once; nothing if there is none. */
    async announcement(): Promise<EarlyOffer | undefined> {
      await ready
      if (description === undefined || !link || link.hasEnded()) return undefined
      const announced = { linkId, ...description, candidates: takeCandidates() }
      description = undefined
      return announced
    },
    /** Hands the link to the peer who answered, with the candidates that this peer does not know. */
    claim(peer: Peer): { link: Link; candidates: Candidate[] } | undefined {
      if (!link || link.hasEnded() || owner.peer) return undefined
      owner.peer = peer
      return { link, candidates: takeCandidates() }
    },
    /** Ends it, if nobody took it. */
    discard() {
      if (!owner.peer) link?.close()
    },
  }
}
