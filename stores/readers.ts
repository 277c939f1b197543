import { Dexie } from 'dexie'
import { computed } from 'vue'
import { contains } from '@/engine/base/ranges.ts'
import { hasSeen } from '@/engine/chat/delivery-state.ts'
import { anyone, type EntryRow } from '@/engine/storage/database.ts'
import { database } from './database.ts'
import { useHostStore } from './host.ts'
import { useLiveQuery } from './live-query.ts'
import { useSeenBy } from './seen-by.ts'
import { useSettings } from './settings.ts'

/** More are never named. */
const maxReaders = 200

/** Somebody who has a message of ours. */
export interface Reader {
  readonly peerId: string
  readonly name: string
  readonly hasSeen: boolean
}

/** Who has a message of ours, here or not, and whether they say to have seen it; by name. */
export function useReaders(message: () => EntryRow) {
  const host = useHostStore()
  const settings = useSettings()
  const found = useLiveQuery(message, async ({ roomId, seq }) => {
    const receipts = await database.receipts
      .where('[roomId+peerId]')
      .between([roomId, Dexie.minKey], [roomId, Dexie.maxKey])
      .filter(({ peerId, ranges }) => peerId !== anyone && contains(ranges, seq))
      .limit(maxReaders)
      .toArray()
    const people = await database.people.bulkGet(receipts.map(({ peerId }) => peerId))
    return receipts.map((receipt, index) => ({ receipt, name: people[index]?.name ?? '?' }))
  })
  const seenBy = useSeenBy(
    () => message().roomId,
    () => message().authorId,
  )
  /** As they call themselves in this room now. */
  const names = computed(() => {
    const room = host.rooms.find(({ roomId }) => roomId === message().roomId)
    return new Map(room?.peers.map(({ name, peerId }) => [peerId, name]))
  })

  return {
    readers: computed(() => {
      const { seq } = message()
      const readers = (found.value ?? []).map(({ name, receipt: { peerId, ranges } }): Reader => {
        const seen = seenBy.value.get(peerId) ?? []
        return { peerId, name: names.value.get(peerId) ?? name, hasSeen: hasSeen({ ranges, seen }, seq) }
      })
      return readers.sort((a, b) => a.name.localeCompare(b.name))
    }),
    /** Whether others are told what we have seen, and so tell us. */
    tellsSeen: computed(() => settings.value?.tellsSeen ?? true),
  }
}
