import type { Clock } from './environment.ts'

/** A token bucket: so many at once, and one more each `refillMs`. */
export function createRateLimit(options: {
  readonly clock: Clock
  readonly burst: number
  readonly refillMs: number
}) {
  const { burst, clock, refillMs } = options
  let tokens = burst
  let refilledAtMs = clock.nowMs()
  return {
    /** Whether one more is within the limit. */
    take(): boolean {
      const nowMs = clock.nowMs()
      tokens = Math.min(burst, tokens + Math.max(0, nowMs - refilledAtMs) / refillMs)
      refilledAtMs = nowMs
      if (tokens < 1) return false
      tokens -= 1
      return true
    },
  }
}

export type RateLimit = ReturnType<typeof createRateLimit>
