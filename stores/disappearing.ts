import { computed } from 'vue'
import { readDisappearing } from '@/engine/chat/settings.ts'
import { database } from './database.ts'
import { useLiveQuery } from './live-query.ts'

/** For how many seconds a room's messages are kept from now on; 0 for as long as anyone wants. */
export function useDisappearing(roomId: () => string) {
  const found = useLiveQuery(roomId, async (id) => ({
    roomId: id,
    afterS: (await readDisappearing(database, id)).afterS,
  }))
  return computed(() => (found.value?.roomId === roomId() ? found.value.afterS : 0))
}
