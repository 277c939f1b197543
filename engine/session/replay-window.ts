/**
 * Tells new numbers from repeated and from far too old ones, as IPsec does (RFC 4303, section 3.4.3): a number
 * may come late by up to `size`, and only once.
 */
export function createReplayWindow(size: number) {
  const seen = new Set<number>()
  let highest = 0
  return {
    /** Whether `count` is seen for the first time. */
    accept(count: number): boolean {
      if (count <= highest - size || seen.has(count)) return false
      seen.add(count)
      if (count > highest) {
        highest = count
        if (seen.size > size * 2) for (const old of seen) if (old <= highest - size) seen.delete(old)
      }
      return true
    },
  }
}

export type ReplayWindow = ReturnType<typeof createReplayWindow>
