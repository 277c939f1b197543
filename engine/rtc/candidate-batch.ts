import { limits } from '../base/limits.ts'
import type { Candidate } from '../wire/signal.ts'

/** A candidate as it travels; undefined for an empty one, which marks the end of gathering and no peer needs. */
function candidateOf(found: RTCIceCandidate | null): Candidate | undefined {
  if (!found?.candidate) return undefined
  const { candidate, sdpMid, sdpMLineIndex } = found
  return { candidate, sdpMid, sdpMLineIndex }
}

/** Our candidates, kept back while a description of ours isn't out, and never more in one signal than others take. */
export function createCandidateBatch(
  connection: RTCPeerConnection,
  onCandidates: (candidates: Candidate[]) => void,
) {
  let kept: Candidate[] = []
  let descriptions = 0
  let isClosed = false

  function flush() {
    if (isClosed || descriptions > 0) return
    // A computer with many networks has more of them than one signal may carry.
    while (kept.length > 0) onCandidates(kept.splice(0, limits.maxCandidatesPerSignal))
  }

  connection.addEventListener('icecandidate', ({ candidate }) => {
    const ours = candidateOf(candidate)
    if (!ours) return
    kept.push(ours)
    flush()
  })

  return {
    /** A description is being made: what is found until {@link release} belongs to it, or comes too early. */
    hold: () => void (descriptions += 1),
    /** It is out, or won't be. */
    release() {
      descriptions -= 1
      flush()
    },
    close() {
      isClosed = true
      kept = []
    },
  }
}
