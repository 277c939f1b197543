import { limits } from '../base/limits.ts'
import type { Candidate } from '../wire/signal.ts'
import type { DescriptionType, NegotiationOptions } from './negotiation-options.ts'

/** What the other end of a negotiation says: its descriptions, and its candidates once one of those is set. */
export function createTheirDescriptions(options: NegotiationOptions) {
  const { connection, log } = options
  const waiting: Candidate[] = []
  let current: string | undefined
  let settling: { readonly type: DescriptionType; readonly sdp: string } | undefined
  let isIgnoring = false
  let isClosed = false

  /** A function, since the compiler doesn't know that it changes during an await. */
  const hasClosed = () => isClosed

  async function addCandidate(candidate: Candidate) {
    try {
      await connection.addIceCandidate(candidate)
    } catch (error) {
      // Those of an offer that was ignored fit nothing.
      if (isClosed || isIgnoring) return
      log.caught('candidate-refused', error)
      options.onMalformed?.()
    }
  }

  return {
    sdp: () => settling?.sdp ?? current,

    /** Whether an answer is being set: their next offer may follow on its heels. */
    isSettling: () => settling?.type === 'answer',

    /** Whether their last offer is ignored, with the candidates that belong to it. */
    ignore: (isIgnored: boolean) => (isIgnoring = isIgnored),

    /** Sets a description; false where it was refused, or all is over. */
    async set(type: DescriptionType, sdp: string): Promise<boolean> {
      const before = settling?.sdp ?? current
      if (before !== undefined && options.accepts?.(sdp, before) === false) {
        log.warn('description-refused', { type })
        return false
      }
      const description = { type, sdp }
      settling = description
      try {
        await connection.setRemoteDescription({ type, sdp: options.shaping?.shapeTheirs(sdp) ?? sdp })
        current = sdp
      } catch (error) {
        if (hasClosed()) return false
        log.caught('description-malformed', error, { type })
        options.onMalformed?.()
        return false
      } finally {
        if (settling === description) settling = undefined
      }
      await Promise.all(waiting.splice(0).map(addCandidate))
      return !hasClosed()
    },

    /** Those that come before a description wait for it, as many as a link may need. */
    async addCandidates(candidates: readonly Candidate[]) {
      if (isClosed) return
      if (connection.remoteDescription) {
        await Promise.all(candidates.map(addCandidate))
        return
      }
      const room = limits.maxWaitingCandidates - waiting.length
      waiting.push(...candidates.slice(0, Math.max(0, room)))
    },

    close() {
      isClosed = true
      waiting.length = 0
    },
  }
}
