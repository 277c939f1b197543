import type { Candidate, SignalBody } from '../wire/signal.ts'

const isRelayed = ({ candidate }: Candidate) => / typ relay\b/.test(candidate)

/** A relayed candidate names the address that the TURN server saw as its "related" one (RFC 8839, section 5.1). */
function withoutRelated(candidate: string): string {
  return candidate.replace(/ raddr \S+/, ' raddr 0.0.0.0').replace(/ rport \d+/, ' rport 0')
}

/** Candidates that say nothing of where we are. */
export function hideInCandidates(candidates: readonly Candidate[]): Candidate[] {
  return candidates.filter(isRelayed).map((one) => ({ ...one, candidate: withoutRelated(one.candidate) }))
}

/** The same of a session description, whose connection lines may name the default candidate. */
export function hideInDescription(sdp: string): string {
  return sdp
    .split('\r\n')
    .filter((line) => !line.startsWith('a=candidate:') || / typ relay\b/.test(line))
    .map((line) => (line.startsWith('a=candidate:') ? withoutRelated(line) : line))
    .map((line) => line.replace(/^(c=IN|a=rtcp:\d+ IN|(o=.*) IN) IP[46] \S+/, '$1 IP4 0.0.0.0'))
    .join('\r\n')
}

/**
 * A signal without any address of ours but a TURN server's. In relay-only mode the browser gathers no others; this
 * holds also for what was gathered before the mode was switched on, and for browsers that name related addresses.
 * Undefined where nothing is left to say.
 */
export function hideAddresses(body: SignalBody): SignalBody | undefined {
  switch (body.type) {
    case 'candidates': {
      const candidates = hideInCandidates(body.candidates)
      return candidates.length > 0 ? { ...body, candidates } : undefined
    }
    case 'offer':
    case 'answer':
      return { ...body, sdp: hideInDescription(body.sdp) }
    case 'hello': {
      if (!body.offer) return body
      const { offer } = body
      const candidates = hideInCandidates(offer.candidates)
      return { ...body, offer: { ...offer, sdp: hideInDescription(offer.sdp), candidates } }
    }
    case 'full':
      return body
  }
}
