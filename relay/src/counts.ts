import type { DropReason } from './refusals.ts'

/** What happened since the relay started. Plain numbers: adding to them costs nothing where messages pass. */
export interface Counts {
  messagesIn: number
  bytesIn: number
  messagesOut: number
  bytesOut: number
  busMessagesIn: number
  busMessagesOut: number
  heldBack: number
  connectionsOpened: number
  readonly drops: Map<DropReason, number>
}

/** Everything at zero. */
export function createCounts(): Counts {
  return {
    messagesIn: 0,
    bytesIn: 0,
    messagesOut: 0,
    bytesOut: 0,
    busMessagesIn: 0,
    busMessagesOut: 0,
    heldBack: 0,
    connectionsOpened: 0,
    drops: new Map(),
  }
}

/** Counts one drop. */
export function countDrop(counts: Counts, reason: DropReason) {
  counts.drops.set(reason, (counts.drops.get(reason) ?? 0) + 1)
}
