import { Dexie } from 'dexie'
import { computed } from 'vue'
import type { Ranges } from '@/engine/base/ranges.ts'
import { database } from './database.ts'
import { useLiveQuery } from './live-query.ts'
import { useSettings } from './settings.ts'

/** Of more people, those with the greatest ids are left out: nobody is in a room with so many. */
const maxReaders = 1_000

const nobody: ReadonlyMap<string, Ranges> = new Map()

/** Which of our messages in a room each person says to have seen; nothing while we tell nobody what we have. */
export function useSeenBy(roomId: () => string, ownId: () => string) {
  const settings = useSettings()
  const found = useLiveQuery(
    () => (settings.value?.tellsSeen ? { roomId: roomId(), ownId: ownId() } : undefined),
    async (asked) => {
      if (!asked) return undefined
      const rows = await database.seenRanges
        .where('[roomId+authorId+readerId]')
        .between([asked.roomId, asked.ownId, Dexie.minKey], [asked.roomId, asked.ownId, Dexie.maxKey])
        .limit(maxReaders)
        .toArray()
      return { ...asked, readers: new Map(rows.map((row) => [row.readerId, row.ranges])) }
    },
  )
  return computed((): ReadonlyMap<string, Ranges> => {
    const isCurrent = found.value?.roomId === roomId() && found.value.ownId === ownId()
    return isCurrent ? found.value.readers : nobody
  })
}
