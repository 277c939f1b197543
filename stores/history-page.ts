import { inOrderShown, shownBefore, shownFrom, type ShownPlace } from '@/engine/chat/sort-key.ts'
import type { EntryRow, SidetoneDatabase } from '@/engine/storage/database.ts'

/** On each side of what is read. So many at most are shown, twice, however long the history is. */
export const pageSize = 100

/** A part of a room's history. */
export interface HistoryPage {
  readonly roomId: string
  /** Oldest first. */
  readonly entries: readonly EntryRow[]
  readonly hasEarlier: boolean
  readonly hasLater: boolean
}

/** The part of a room's history around a place; the newest part where there is none. */
export async function readHistoryPage(
  { entries }: SidetoneDatabase,
  roomId: string,
  around?: ShownPlace,
): Promise<HistoryPage> {
  // One more than is shown tells whether there are others.
  const [before, after] = await Promise.all([
    (around ? shownBefore(entries, roomId, around) : inOrderShown(entries, roomId))
      .reverse()
      .limit(pageSize + 1)
      .toArray(),
    around
      ? shownFrom(entries, roomId, around)
          .limit(pageSize + 1)
          .toArray()
      : [],
  ])
  return {
    roomId,
    entries: [...before.slice(0, pageSize).reverse(), ...after.slice(0, pageSize)],
    hasEarlier: before.length > pageSize,
    hasLater: after.length > pageSize,
  }
}
