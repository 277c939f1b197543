import { ref, watch } from 'vue'
import { windowOfPanel } from '@/platform/panel-window.ts'
import type { PageRequestRow } from '@/engine/storage/database.ts'
import { database } from './database.ts'
import { useLiveQuery } from './live-query.ts'

/** An older one was for a panel that never opened. */
const maxAgeMs = 60_000

/** Hands this window's requests to join the room of a page to `act`, each of them once. */
export function usePageRequests(act: (request: PageRequestRow) => void) {
  const windowId = ref<number>()
  windowOfPanel().then(
    (own) => (windowId.value = own),
    (error: unknown) => console.error('Whose panel this is is not known', error),
  )

  const waiting = useLiveQuery(
    () => windowId.value,
    async (own) => (own === undefined ? undefined : database.pageRequests.get(own)),
  )

  watch(waiting, async (request) => {
    if (!request) return
    // A window may show two panels: who takes it away has it.
    const isOurs = await database.transaction('rw', database.pageRequests, async () => {
      const found = await database.pageRequests.get(request.windowId)
      if (found?.atMs !== request.atMs) return false
      await database.pageRequests.delete(request.windowId)
      return true
    })
    if (isOurs && Date.now() - request.atMs < maxAgeMs) act(request)
  })
}
