import { computed, ref, watch } from 'vue'
import { inOrderShown } from '@/engine/chat/sort-key.ts'
import { database } from './database.ts'
import { useLiveQuery } from './live-query.ts'

const pageSize = 100

/** A room's messages, the newest `pageSize` of them until more are asked for. */
export function useHistory(roomId: () => string) {
  const shown = ref(pageSize)
  watch(roomId, () => (shown.value = pageSize))

  const found = useLiveQuery(
    () => ({ roomId: roomId(), limit: shown.value }),
    async ({ roomId, limit }) => {
      // One more than is shown tells whether there are earlier ones.
      const newestFirst = await inOrderShown(database.messages, roomId)
        .reverse()
        .limit(limit + 1)
        .toArray()
      return {
        roomId,
        messages: newestFirst.slice(0, limit).reverse(),
        hasEarlier: newestFirst.length > limit,
      }
    },
  )

  /** Not what was found for the room before. */
  const current = computed(() => (found.value?.roomId === roomId() ? found.value : undefined))

  return {
    /** Oldest first; undefined until the database has answered. */
    messages: computed(() => current.value?.messages),
    hasEarlier: computed(() => current.value?.hasEarlier ?? false),
    showEarlier: () => (shown.value += pageSize),
  }
}
