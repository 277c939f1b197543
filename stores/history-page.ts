import { Dexie } from 'dexie'
import type { EntryRow, SidetoneDatabase } from '@/engine/storage/database.ts'

/** Where an entry is shown, and so where a part of the history begins or ends. */
export type ShownPlace = Pick<EntryRow, 'sortKey' | 'authorId' | 'seq'>

const keyOf = (roomId: string, { sortKey, authorId, seq }: ShownPlace) => [roomId, 1, sortKey, authorId, seq]

/** What has a place in the thread, and doesn't only change what stands there. */
const shownIndex = '[roomId+isShown+sortKey+authorId+seq]'

/** A room's entries that are shown before a place, in that order; all of them where there is none. */
function shownBefore(entries: SidetoneDatabase['entries'], roomId: string, place: ShownPlace | undefined) {
  return entries
    .where(shownIndex)
    .between([roomId, 1, Dexie.minKey], place ? keyOf(roomId, place) : [roomId, 1, Dexie.maxKey], true, false)
}

/** A room's entries from a place on, in the order shown. */
function shownFrom(entries: SidetoneDatabase['entries'], roomId: string, place: ShownPlace) {
  return entries.where(shownIndex).between(keyOf(roomId, place), [roomId, 1, Dexie.maxKey], true, true)
}

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
    shownBefore(entries, roomId, around)
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
