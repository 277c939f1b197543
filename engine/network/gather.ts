import type { Environment } from '../base/environment.ts'
import type { FoundCandidate } from './addresses.ts'

export interface Gathering {
  readonly candidates: FoundCandidate[]
  /** What servers answered that gave no candidate: a STUN error code (RFC 8489, section 14.8), 701 for no answer. */
  readonly errors: { readonly code: number; readonly text: string }[]
  /** False where the time ran out. */
  readonly isComplete: boolean
}

/** Lets a connection look for ways to itself, until there are enough, or all, or the time is over; then closes it. */
export function gather(options: {
  readonly connection: RTCPeerConnection
  readonly environment: Pick<Environment, 'clock' | 'log'>
  readonly timeoutMs: number
  readonly isEnough?: (found: FoundCandidate) => boolean
}): Promise<Gathering> {
  const { connection, environment, timeoutMs } = options
  const candidates: FoundCandidate[] = []
  const errors: Gathering['errors'] = []
  return new Promise((resolve) => {
    const finish = (isComplete: boolean) => {
      cancel()
      connection.close()
      resolve({ candidates, errors, isComplete })
    }
    const cancel = environment.clock.after(timeoutMs, () => finish(false))
    connection.addEventListener('icecandidate', ({ candidate }) => {
      if (!candidate) return finish(true)
      // An empty one ends a generation, and others may follow.
      const { address, type } = candidate
      if (!candidate.candidate || address === null || type === null) return
      const found = { address, type }
      candidates.push(found)
      if (options.isEnough?.(found)) finish(true)
    })
    connection.addEventListener('icecandidateerror', ({ errorCode, errorText }) => {
      errors.push({ code: errorCode, text: errorText })
    })
    connection.createDataChannel('test')
    connection.setLocalDescription().catch((error: unknown) => {
      // It may have been closed, by the time-out.
      environment.log.logger('gather').caught('no-description', error)
      finish(false)
    })
  })
}
