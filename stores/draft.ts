import { computed, shallowRef, watch } from 'vue'
import { database } from './database.ts'
import { useLiveQuery } from './live-query.ts'
import { createRoomDraft, type RoomDraft, type TakenDraft } from './room-draft.ts'

/**
 * What is in the composer of the room that is shown. It is kept on disk as it is typed, so that a panel that closes in
 * the middle of a sentence loses nothing, and it is the same in every panel that shows the room. A room may be turned
 * away from while something is on its way: what comes back of that, or does not, concerns that room alone.
 */
export function useDraft(roomId: () => string) {
  /** Of the room that is shown, and of those where something is not settled or not on disk yet. */
  const drafts = new Map<string, RoomDraft>()

  function drop(id: string) {
    drafts.get(id)?.end()
    drafts.delete(id)
  }

  function draftOf(id: string): RoomDraft {
    const known = drafts.get(id)
    if (known) return known
    const fresh = createRoomDraft({
      roomId: id,
      isShown: () => roomId() === id,
      onIdle: () => roomId() !== id && drop(id),
    })
    drafts.set(id, fresh)
    return fresh
  }

  const shown = shallowRef(draftOf(roomId()))
  watch(
    roomId,
    (id, before) => {
      if (drafts.get(before)?.isIdle()) drop(before)
      shown.value = draftOf(id)
    },
    // What is said of the room that is shown holds at any moment.
    { flush: 'sync' },
  )

  const stored = useLiveQuery(roomId, async (id) => ({
    id,
    text: (await database.drafts.get(id))?.text ?? '',
  }))
  watch(stored, (found) => {
    if (found?.id === roomId()) shown.value.handleStored(found.text)
  })

  return {
    text: computed({ get: () => shown.value.composer.value, set: (typed) => shown.value.type(typed) }),
    take: () => shown.value.take(),
    settle: (taken: TakenDraft, isSent: boolean) => draftOf(taken.roomId).settle(taken, isSent),
  }
}
