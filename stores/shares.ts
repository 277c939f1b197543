import { computed, onScopeDispose, ref, shallowRef, watch } from 'vue'
import { browserClock } from '@/engine/base/browser-environment.ts'
import { limits } from '@/engine/base/limits.ts'
import { onPageShare } from '@/platform/page-shares.ts'
import { addToDraft } from './add-to-draft.ts'
import { database } from './database.ts'
import { useHostStore } from './host.ts'
import { useRoomsStore } from './rooms.ts'
import { noteQuery } from './storage-problem.ts'

/**
 * What a person sends here from a page, by the browser's menu or by dropping it on the panel: it goes into the composer
 * of the room in sight, and is sent only by the person. While no room is in sight it waits, and the person is asked.
 */
export function useShares() {
  const host = useHostStore()
  const rooms = useRoomsStore()
  const health = noteQuery()
  /** In the order in which they came. */
  const waiting = shallowRef<readonly string[]>([])
  /** A room that the person chose for them. */
  const chosenId = ref<string>()
  /** Before that, the room in sight may not be the one that was shown last. */
  const isReady = computed(() => host.snapshotCount > 0 && rooms.isRead)
  const targetId = computed(() => (isReady.value ? (chosenId.value ?? host.room?.roomId) : undefined))

  let isWriting = false
  let cancelRetry = () => {}
  async function write(roomId: string) {
    cancelRetry()
    isWriting = true
    try {
      for (let [text] = waiting.value; text !== undefined; [text] = waiting.value) {
        await addToDraft(database, roomId, text)
        waiting.value = waiting.value.slice(1)
      }
      chosenId.value = undefined
      health.worked()
    } catch (error) {
      health.failed(error)
      cancelRetry = browserClock.after(limits.databaseReopenFirstMs, () => void write(roomId))
    }
    isWriting = false
  }
  watch([waiting, targetId], () => {
    if (targetId.value !== undefined && waiting.value.length > 0 && !isWriting) void write(targetId.value)
  })

  const take = (text: string) => (waiting.value = [...waiting.value, text])
  const stop = onPageShare(take)
  onScopeDispose(() => {
    stop()
    cancelRetry()
    health.end()
  })

  return {
    take,
    /** There is something, and no room in sight that it could go to. */
    needsRoom: computed(() => waiting.value.length > 0 && isReady.value && targetId.value === undefined),
    /** All that waits, as it will stand in the composer. */
    text: computed(() => waiting.value.join('\n')),
    /** Puts it into the composer of a room, and turns to that room. */
    async choose(roomId: string) {
      chosenId.value = roomId
      await rooms.open(roomId)
    },
    drop: () => (waiting.value = []),
  }
}
