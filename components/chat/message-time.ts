import type { EntryRow } from '@/engine/storage/database.ts'

/** Nothing was said before there was a Sidetone. */
const firstMs = Date.UTC(2025, 0)
/** Clocks of people's computers differ by some minutes, and not by days. */
const maxAheadMs = 24 * 60 * 60 * 1_000

/**
 * When a message was said, by its author's clock; by ours, when it came, where theirs can't be right (`isOurs`). An
 * author may write any time, and 1970 or the year 9999 tells a reader nothing.
 */
export function timeOf({ atMs, receivedAtMs }: Pick<EntryRow, 'atMs' | 'receivedAtMs'>): {
  shownMs: number
  isOurs: boolean
} {
  const isOurs = atMs < firstMs || atMs > receivedAtMs + maxAheadMs
  return { shownMs: isOurs ? receivedAtMs : atMs, isOurs }
}
