import { limits } from '../base/limits.ts'
import type { PersonRow } from '../storage/database.ts'

const dayMs = 86_400_000

const dayOf = (atMs: number) => Math.floor(atMs / dayMs)

/** On how many days somebody was met, now included. */
export function daysMetBy(known: PersonRow | undefined, nowMs: number): number {
  if (!known) return 1
  const before = known.daysMet ?? 1
  return dayOf(known.lastSeenMs) === dayOf(nowMs) ? before : before + 1
}

/** Whether the person at this browser ever said anything about them, in which case they are never forgotten. */
const isJudged = (row: PersonRow) =>
  row.verifiedAtMs !== undefined ||
  row.sameNameAcceptedAtMs !== undefined ||
  row.isMutedLocally === true ||
  (row.volumePercent !== undefined && row.volumePercent !== 100)

/**
 * Whom to forget of too many people, so that nobody can drive acquaintances out by coming again and again with a fresh
 * key. First, the newest of those met today for the first time, while there are more of them than
 * `limits.maxNewPeople`: a flood drives out itself. Then whom we met on one day only, the one seen least lately first;
 * then the rest of today's, the newest first; and last whom we met on fewest days, the one seen least lately first.
 */
export function toForget(people: readonly PersonRow[], surplus: number, nowMs: number): PersonRow[] {
  const unjudged = people.filter((row) => !isJudged(row))
  const isNew = (row: PersonRow) => Math.abs(nowMs - row.firstSeenMs) < dayMs
  const newest = unjudged.filter(isNew).sort((a, b) => b.firstSeenMs - a.firstSeenMs)
  const rest = unjudged
    .filter((row) => !isNew(row))
    .sort((a, b) => (a.daysMet ?? 1) - (b.daysMet ?? 1) || a.lastSeenMs - b.lastSeenMs)
  const flood = newest.splice(0, Math.max(0, newest.length - limits.maxNewPeople))
  const [once, again] = [
    rest.filter((row) => (row.daysMet ?? 1) === 1),
    rest.filter((row) => (row.daysMet ?? 1) > 1),
  ]
  return [...flood, ...once, ...newest, ...again].slice(0, surplus)
}
