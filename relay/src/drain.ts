import { setImmediate as nextTick, setTimeout as delay } from 'node:timers/promises'
import type { Counts } from './counts.ts'
import type { Hub } from './hub.ts'
import { maxQuietPhaseMs } from './limits.ts'
import type { Member } from './room.ts'

const stepMs = 100

/**
 * Closes every member with 1012, spread over `drainMs`, so that the clients do not all come back at once
 * somewhere else. Meanwhile messages go on. What a client sent before is read and passed on first.
 */
export async function drainMembers(hub: Hub, counts: Counts, drainMs: number): Promise<void> {
  const endsAtMs = performance.now() + drainMs
  let leftMs = drainMs
  while (leftMs > 0 && hub.rooms.size > 0) {
    const members = membersOf(hub)
    const steps = Math.max(1, Math.ceil(leftMs / stepMs))
    closeThese(hub, members.slice(0, Math.ceil(members.length / steps)))
    await delay(Math.min(stepMs, leftMs))
    leftMs = endsAtMs - performance.now()
  }
  await quiet(counts)
  closeThese(hub, membersOf(hub))
}

/** Resolves after a tick in which nothing arrived: then the network's buffers held nothing more. */
async function quiet(counts: Counts): Promise<void> {
  const deadlineMs = performance.now() + maxQuietPhaseMs
  let before = -1
  while (counts.messagesIn !== before && performance.now() < deadlineMs) {
    before = counts.messagesIn
    // Two ticks: the first may be this one's own check phase, before anything is read.
    await nextTick()
    await nextTick()
  }
}

function membersOf(hub: Hub): Member[] {
  return [...hub.rooms.values()].flatMap((room) => [...room.members]).filter((member) => !member.dropped)
}

function closeThese(hub: Hub, members: readonly Member[]) {
  for (const member of members) hub.drop(member, 'restart')
}
