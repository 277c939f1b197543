import type { Clock } from '../base/environment.ts'
import { candidateFields, type CandidateFields } from './addresses.ts'

export interface Gathering {
  readonly candidates: CandidateFields[]
  /** What servers answered that gave no candidate: a STUN error code (RFC 8489, section 14.8), 701 for no answer. */
  readonly errors: { readonly code: number; readonly text: string }[]
  /** False where the time ran out. */
  readonly isComplete: boolean
}

/** Lets a connection look for ways to itself, until there are enough, or all, or the time is over; then closes it. */
export function gather(options: {
  readonly connection: RTCPeerConnection
  readonly clock: Clock
  readonly timeoutMs: number
  readonly isEnough?: (found: CandidateFields) => boolean
}): Promise<Gathering> {
  const { connection, clock, timeoutMs } = options
  const candidates: CandidateFields[] = []
  const errors: Gathering['errors'] = []
  return new Promise((resolve) => {
    const finish = (isComplete: boolean) => {
      cancel()
      connection.close()
      resolve({ candidates, errors, isComplete })
    }
    const cancel = clock.after(timeoutMs, () => finish(false))
    connection.addEventListener('icecandidate', ({ candidate }) => {
      if (!candidate) return finish(true)
      // An empty one ends a generation, and others may follow.
      if (!candidate.candidate) return
      const fields = candidateFields(candidate.candidate)
      candidates.push(fields)
      if (options.isEnough?.(fields)) finish(true)
    })
    connection.addEventListener('icecandidateerror', ({ errorCode, errorText }) => {
      errors.push({ code: errorCode, text: errorText })
    })
    connection.createDataChannel('test')
    connection.setLocalDescription().catch(() => finish(false))
  })
}
