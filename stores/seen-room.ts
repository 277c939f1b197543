import { useDocumentVisibility } from '@vueuse/core'
import { computed, watch } from 'vue'
import { useHostStore } from './host.ts'

/** Tells the host which room this panel has in sight, so that nothing of it notifies the person who looks at it. */
export function useSeenRoom() {
  const host = useHostStore()
  const visibility = useDocumentVisibility()
  const seenId = computed(() => (visibility.value === 'visible' ? host.room?.roomId : undefined))
  let toldId: string | undefined

  watch([seenId, () => host.snapshotCount], async ([roomId, count], [, countBefore]) => {
    // A host that has started again knows of none.
    if (count !== countBefore) toldId = undefined
    // Without a room there is nothing to tell, and an event page that sleeps stays asleep.
    if (count === 0 || roomId === toldId) return
    toldId = roomId
    const outcome = await host.ask('see-room', roomId === undefined ? {} : { roomId })
    if (!outcome.ok) console.error('The host does not know which room is in sight', outcome.problem)
  })
}
