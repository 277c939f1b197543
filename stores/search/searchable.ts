import { isKnownKind, shownOf } from '@/engine/chat/kinds/index.ts'
import type { Searchable } from '@/engine/search/search-index.ts'
import type { EntryRow } from '@/engine/storage/database.ts'

/** What an entry on disk is found by: the text that is shown of it, if there is one. */
export function searchableOf(entry: EntryRow): Searchable | undefined {
  // What only changes another entry leads nowhere: that one has its words.
  const text = entry.isShown && isKnownKind(entry.kind) ? shownOf(entry).text : undefined
  if (text === undefined) return undefined
  return { id: entry.order, roomId: entry.roomId, rank: entry.sortKey, text }
}
