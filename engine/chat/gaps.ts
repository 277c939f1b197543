import type { SignedEntryColumns } from '../storage/database.ts'
import { rangeWith, type ChainRanges } from './chain.ts'

/**
 * Whether the entry that this one names as the one before is missing, while something older of its author is there:
 * what was said before we came is no gap.
 */
export function hasGapBefore({ prev }: Pick<SignedEntryColumns, 'prev'>, ranges: ChainRanges): boolean {
  if (!prev || rangeWith(ranges, prev[0])) return false
  const oldest = ranges[0]
  return oldest !== undefined && oldest.from < prev[0]
}
