import type { Candidate } from '../wire/signal.ts'

/** A candidate's transport and type (RFC 8839, section 5.1), without its address: `udp host`. */
function describeCandidate({ candidate }: Candidate): string {
  const [, , transport, , , , , type] = candidate.split(' ')
  return `${transport?.toLowerCase() ?? '?'} ${type ?? '?'}`.slice(0, 20)
}

/** What a line of the connection log says of candidates. */
export function describeCandidates(candidates: readonly Candidate[]): string {
  return [...new Set(candidates.map(describeCandidate))].join(', ')
}
