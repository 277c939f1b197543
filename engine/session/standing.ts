import type { Clock } from '../base/environment.ts'
import { limits } from '../base/limits.ts'
import { createRateLimit, type RateLimit } from '../base/rate-limit.ts'
import { createRecentMap } from '../base/recent-map.ts'
import type { RateRule } from './feature.ts'

/** What a key has used up in a room: it outlives links, goodbyes and visits, so that none of them wipes it out. */
export interface Standing {
  /** What it sent and could not be read, and of that what was said in somebody's name. */
  readonly malformed: DecayingCount
  readonly forged: DecayingCount
  /** Of new links at the peer's wish: each costs a connection, of which a page has only so many. */
  readonly linkRate: RateLimit
  /** Whether one more is within a rate, which is known by its name from the first time on. */
  isWithin(name: string, rule: RateRule): boolean
}

/** A count of which one is forgotten each `decayMs`. */
function createDecayingCount(clock: Clock, decayMs: number) {
  let count = 0
  let decayedAtMs = clock.nowMs()
  return {
    /** Adds one; the count with it. */
    add(): number {
      const forgotten = Math.floor(Math.max(0, clock.nowMs() - decayedAtMs) / decayMs)
      decayedAtMs = forgotten >= count ? clock.nowMs() : decayedAtMs + forgotten * decayMs
      count = Math.max(0, count - forgotten) + 1
      return count
    },
  }
}

export type DecayingCount = ReturnType<typeof createDecayingCount>

function createStanding(clock: Clock): Standing {
  const rates = new Map<string, RateLimit>()
  return {
    malformed: createDecayingCount(clock, limits.malformedDecayMs),
    forged: createDecayingCount(clock, limits.malformedDecayMs),
    linkRate: createRateLimit({ clock, burst: limits.maxLinkBurst, refillMs: limits.linkRefillMs }),
    isWithin(name, { burst, refillMs }) {
      const rate = rates.get(name) ?? createRateLimit({ clock, burst, refillMs })
      rates.set(name, rate)
      return rate.take()
    },
  }
}

/** The standings of the keys that were heard of last. */
export const createStandings = (clock: Clock) =>
  createRecentMap(limits.maxStandings, () => createStanding(clock))

export type Standings = ReturnType<typeof createStandings>
