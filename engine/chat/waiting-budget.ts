import { limits } from '../base/limits.ts'

/** Somebody whose entries wait in memory to be written. */
export interface WaitingHolder {
  /** Gives up the newest of what waits, and releases its bytes. */
  dropNewest(): void
}

/**
 * What may wait in memory to be written, of all peers in all rooms of an engine: bounded for each and in total, so that
 * any number of fresh identities costs no more. Where the total is reached, the one with the most waiting gives way.
 */
export function createWaitingBudget(
  maxBytes: number = limits.maxWaitingEntryBytes,
  maxTotalBytes: number = limits.maxWaitingEntryBytesTotal,
) {
  const held = new Map<WaitingHolder, number>()
  let totalBytes = 0

  function largest(): WaitingHolder | undefined {
    let found: WaitingHolder | undefined
    for (const [holder, bytes] of held) if (!found || bytes > (held.get(found) ?? 0)) found = holder
    return found
  }

  function release(holder: WaitingHolder, bytes: number) {
    const left = (held.get(holder) ?? 0) - bytes
    totalBytes -= bytes
    if (left > 0) held.set(holder, left)
    else held.delete(holder)
  }

  /** Makes room in total; false where the holder itself has the most. */
  function makeRoom(holder: WaitingHolder, bytes: number): boolean {
    while (totalBytes + bytes > maxTotalBytes) {
      const before = totalBytes
      const other = largest()
      if (!other || other === holder || (held.get(other) ?? 0) < (held.get(holder) ?? 0) + bytes) return false
      other.dropNewest()
      if (totalBytes >= before) return false
    }
    return true
  }

  return {
    /** `too-much`: beyond what one may have waiting. `full`: beyond what all may. */
    reserve(holder: WaitingHolder, bytes: number): 'reserved' | 'too-much' | 'full' {
      const own = held.get(holder) ?? 0
      if (own + bytes > maxBytes) return 'too-much'
      if (!makeRoom(holder, bytes)) return 'full'
      held.set(holder, own + bytes)
      totalBytes += bytes
      return 'reserved'
    },
    release,
    totalBytes: () => totalBytes,
  }
}

export type WaitingBudget = ReturnType<typeof createWaitingBudget>
