import { computed } from 'vue'
import { keyOf } from '@/engine/chat/kinds/reference.ts'
import { readPinsOf } from '@/engine/chat/pins.ts'
import { readUnpins } from '@/engine/chat/unpins.ts'
import type { EntryRow, MarkRow } from '@/engine/storage/database.ts'
import { database } from './database.ts'
import { useLiveQuery } from './live-query.ts'

/** Who has pinned a message, or else who unpinned it since. */
export function usePinners(message: () => EntryRow) {
  const found = useLiveQuery(message, async (row) => {
    const named = ({ authorId, authorName }: MarkRow) => ({ authorId, name: authorName })
    const pins = await readPinsOf(database, row.roomId, keyOf(row))
    const unpins = await readUnpins(database, row.roomId, keyOf(row))
    return { pinned: pins.map(({ mark }) => named(mark)), unpinned: unpins.map(named) }
  })
  return {
    pinned: computed(() => found.value?.pinned ?? []),
    unpinned: computed(() => (found.value?.pinned.length === 0 ? found.value.unpinned : [])),
  }
}
