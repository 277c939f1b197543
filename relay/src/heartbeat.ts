import { maxMissedPings } from './limits.ts'
import type { Member } from './room.ts'

/** Pinging ten thousand connections in one tick would hold up everybody: they are spread over so many parts. */
const slotCount = 30

export interface Heartbeat {
  add(member: Member): void
  remove(member: Member): void
  stop(): void
}

/**
 * Pings each member once in every interval. A member that left two pings in a row unanswered is cut: a
 * half-open connection shows itself in no other way. 0 means no pings.
 */
export function startHeartbeat(intervalMs: number, cut: (member: Member) => void): Heartbeat {
  const slots = Array.from({ length: slotCount }, () => new Set<Member>())
  let nextSlot = 0
  let beatingSlot = 0

  function beat() {
    beatingSlot = (beatingSlot + 1) % slotCount
    for (const member of slots[beatingSlot] ?? []) {
      // While it is held back its answers are not read either.
      if (member.webSocket.isPaused) continue
      if (member.missedPings >= maxMissedPings) {
        cut(member)
      } else {
        member.missedPings += 1
        member.webSocket.ping()
      }
    }
  }

  const timer = intervalMs > 0 ? setInterval(beat, intervalMs / slotCount) : undefined
  return {
    add(member) {
      nextSlot = (nextSlot + 1) % slotCount
      member.pulseSlot = nextSlot
      slots[nextSlot]?.add(member)
    },
    remove: (member) => void slots[member.pulseSlot]?.delete(member),
    stop: () => clearInterval(timer),
  }
}
