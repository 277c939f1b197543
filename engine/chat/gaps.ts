import type { SignedEntryColumns } from '../storage/database.ts'
import { rangeWith, type ChainRanges } from './chain.ts'

type Follower = Pick<SignedEntryColumns, 'prev' | 'prevDueMs'>

/** Whether the entry before disappeared by now, as the author said in this one: who never had it misses nothing. */
export const hasDisappearedBefore = ({ prevDueMs }: Follower, nowMs: number): boolean =>
  prevDueMs !== undefined && prevDueMs <= nowMs

/**
 * Whether the entry that this one names as the one before is missing, while something older of its author is there:
 * what was said before we came is no gap, nor is what has disappeared.
 */
export function hasGapBefore(entry: Follower, ranges: ChainRanges, nowMs: number): boolean {
  const { prev } = entry
  if (!prev || rangeWith(ranges, prev[0]) || hasDisappearedBefore(entry, nowMs)) return false
  const oldest = ranges[0]
  return oldest !== undefined && oldest.from < prev[0]
}
