import type { Candidate } from '../wire/signal.ts'

/** A candidate's transport and type, without its address: `udp host`. */
function describeCandidate(one: Candidate): string {
  try {
    const { protocol, type } = new RTCIceCandidate(one)
    return `${protocol ?? '?'} ${type ?? '?'}`
  } catch {
    // A peer may say anything; without `sdpMid` and `sdpMLineIndex` it is none. Node, where unit tests run, has no class.
    return '? ?'
  }
}

/** What a line of the connection log says of candidates. */
export function describeCandidates(candidates: readonly Candidate[]): string {
  return [...new Set(candidates.map(describeCandidate))].join(', ')
}
