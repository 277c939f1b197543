/**
 * Exponential back-off with full jitter: a random part of a delay that doubles up to a cap, so that a relay that
 * comes back is not met by everybody at once.
 * https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export function createBackoff(options: { firstMs: number; random: () => number }) {
  let attempts = 0
  return {
    /** The delay before the next attempt, in milliseconds, and no longer than this. */
    nextMs(maxMs: number): number {
      const ceilingMs = Math.min(maxMs, options.firstMs * 2 ** attempts)
      attempts += 1
      return Math.round(ceilingMs * options.random())
    },
    reset() {
      attempts = 0
    },
  }
}
