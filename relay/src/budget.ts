import type { Limits } from './limits.ts'
import type { Member } from './room.ts'
import { fullBucket, takeOnCredit, waitMs, type Rate } from './rate.ts'

/** What a member may send. */
export interface Budget {
  /** The full buckets of a new member. */
  open(): Pick<Member, 'messages' | 'bytes'>
  /**
   * Charges a member for one message of this many bytes, times its receivers. While it owes, it is not read, so
   * that nothing is lost; false when it owes so much that it is to be dropped.
   */
  charge(member: Member, bytes: number): boolean
}

/** Makes the budget that all members have alike. `heldBack` is called each time that one is not read for a while. */
export function createBudget(limits: Limits, nowMs: () => number, heldBack: () => void): Budget {
  const messageRate: Rate = { perSecond: limits.messagesPerSecond, burst: limits.messageBurst }
  const byteRate: Rate = { perSecond: limits.bytesPerSecond, burst: limits.byteBurst }

  function debtMs(member: Member, now: number): number {
    return Math.max(waitMs(member.messages, messageRate, now), waitMs(member.bytes, byteRate, now))
  }

  // Asked again when the time is over: what had been read before the pause may have cost more meanwhile.
  function resumeWithoutDebt(member: Member) {
    const leftMs = debtMs(member, nowMs())
    if (leftMs > 0) setTimeout(resumeWithoutDebt, leftMs, member).unref()
    else if (!member.dropped) member.webSocket.resume()
  }

  return {
    open() {
      const now = nowMs()
      return { messages: fullBucket(messageRate, now), bytes: fullBucket(byteRate, now) }
    },
    charge(member, bytes) {
      const now = nowMs()
      if (!takeOnCredit(member.messages, messageRate, 1, now)) return false
      if (!takeOnCredit(member.bytes, byteRate, bytes, now)) return false
      if ((member.messages.tokens < 0 || member.bytes.tokens < 0) && !member.webSocket.isPaused) {
        heldBack()
        member.webSocket.pause()
        resumeWithoutDebt(member)
      }
      return true
    },
  }
}
