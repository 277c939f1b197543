import type { Clock } from '../base/environment.ts'
import { limits } from '../base/limits.ts'
import { createRecentSet } from '../base/recent-set.ts'
import type { Recipient } from '../wire/signal.ts'

/** Ids are their senders' own, so that nobody can end what is somebody else's. */
export const visitKey = ({ peerId, visitId }: Recipient) => `${peerId} ${visitId}`

/** The visits that are over, and those whose proof failed and that have to wait. */
export function createVisits(clock: Clock) {
  /** Ended with a goodbye: whatever comes of one of these is played again, or late. */
  const ended = createRecentSet(limits.maxEndedLinks)
  const failed = new Map<string, { failures: number; untilMs: number }>()

  return {
    end: (visit: Recipient) => ended.add(visitKey(visit)),

    /**
     * A proof of this visit did not hold. It may have been the link (somebody was between), so a later hello of the same
     * visit is answered again, after a wait that doubles with each failure.
     */
    fail(visit: Recipient) {
      const key = visitKey(visit)
      const failures = (failed.get(key)?.failures ?? 0) + 1
      const waitMs = Math.min(
        limits.unauthenticatedRetryMs * 2 ** (failures - 1),
        limits.maxUnauthenticatedRetryMs,
      )
      failed.delete(key)
      failed.set(key, { failures, untilMs: clock.nowMs() + waitMs })
      for (const oldest of failed.keys()) {
        if (failed.size <= limits.maxEndedLinks) break
        failed.delete(oldest)
      }
    },

    /** Whether nothing more of this visit is heeded, for good or for now. */
    isOver(visit: Recipient): boolean {
      const key = visitKey(visit)
      return ended.has(key) || (failed.get(key)?.untilMs ?? 0) > clock.nowMs()
    },
  }
}

export type Visits = ReturnType<typeof createVisits>
