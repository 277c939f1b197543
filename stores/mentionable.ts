import { computed } from 'vue'
import { inThread } from '@/engine/chat/sort-key.ts'
import { database } from './database.ts'
import { useHostStore } from './host.ts'
import { useLiveQuery } from './live-query.ts'

/** Authors of so many of the newest messages may be named though they are gone. */
const recentCount = 200

/** Whom a text in a room may name: first those who are there, then, once they are read, those who wrote lately. */
export function useMentionable(roomId: () => string) {
  const host = useHostStore()
  const recent = useLiveQuery(roomId, async (id) => {
    const rows = await inThread(database.entries, id).reverse().limit(recentCount).toArray()
    return { roomId: id, authors: new Map(rows.map(({ authorId, authorName }) => [authorId, authorName])) }
  })
  const isComplete = computed(() => recent.value?.roomId === roomId())
  const people = computed(() => {
    const room = host.rooms.find((one) => one.roomId === roomId())
    const people = new Map(room?.peers.map(({ name, peerId }) => [peerId, name]))
    const authors = recent.value?.roomId === roomId() ? recent.value.authors : new Map<string, string>()
    for (const [peerId, name] of authors) if (!people.has(peerId)) people.set(peerId, name)
    if (room) people.delete(room.me.peerId)
    return [...people].map(([peerId, name]) => ({ peerId, name }))
  })
  return { people, isComplete }
}
