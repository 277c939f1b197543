import type { EntryRow } from '@/engine/storage/database.ts'

/** So far may a clock be off before it's said. */
const toleranceMs = 2 * 60_000

/** Whether its author's clock says another time than its place among the others does. */
export const hasOddClock = ({ atMs, sortKey }: Pick<EntryRow, 'atMs' | 'sortKey'>): boolean =>
  Math.abs(atMs - sortKey) > toleranceMs
