import { computed, ref, watch } from 'vue'
import { database } from './database.ts'

/** What was taken out of a room's composer to be sent there. */
export interface TakenDraft {
  readonly roomId: string
  readonly text: string
}

/**
 * What is in a room's composer. It is kept on disk as it is typed, so that a panel that closes in the middle of a
 * sentence loses nothing. A room may be turned away from while something is on its way: what comes back of that, or
 * does not, concerns that room alone.
 */
export function useDraft(roomId: () => string) {
  const text = ref('')
  let edits = 0
  /** Taken and not settled, oldest first; on disk it stands before what is in its room's composer. */
  let onTheWay: TakenDraft[] = []
  /** What is in the composers of rooms that are not shown, where the disk also has what is on its way. */
  const elsewhere = new Map<string, string>()

  const isOnTheWayIn = (id: string) => onTheWay.some((taken) => taken.roomId === id)
  const composerOf = (id: string) => (id === roomId() ? text.value : (elsewhere.get(id) ?? ''))

  watch(
    roomId,
    async (id, before) => {
      if (before !== undefined && isOnTheWayIn(before)) elsewhere.set(before, text.value)
      const editsBefore = ++edits
      const known = elsewhere.get(id)
      elsewhere.delete(id)
      text.value = known ?? ''
      if (known !== undefined) return
      const saved = await database.drafts.get(id)
      // What was typed while the database answered is newer.
      if (saved && edits === editsBefore && roomId() === id) text.value = saved.text
    },
    // What is said of the room that is shown holds at any moment.
    { immediate: true, flush: 'sync' },
  )

  async function save(id: string) {
    const taken = onTheWay.filter((one) => one.roomId === id).map((one) => one.text)
    const all = [...taken, composerOf(id)].filter((part) => part !== '').join('\n')
    try {
      if (all === '') await database.drafts.delete(id)
      else if (id === roomId()) await database.drafts.put({ roomId: id, text: all })
      // The room may have been forgotten, and its draft with it.
      else await database.drafts.update(id, { text: all })
    } catch (error) {
      console.error('The draft could not be kept', error)
    }
  }

  return {
    text: computed({
      get: () => text.value,
      set(typed) {
        edits += 1
        text.value = typed
        void save(roomId())
      },
    }),
    /** Empties the composer for sending; on disk the draft stays until {@link settle}. */
    take(): TakenDraft {
      const taken = { roomId: roomId(), text: text.value }
      edits += 1
      text.value = ''
      onTheWay.push(taken)
      return taken
    },
    /** Sent: the disk forgets it. Not sent: the text comes back, before what was typed there meanwhile. */
    settle(taken: TakenDraft, isSent: boolean) {
      const id = taken.roomId
      onTheWay = onTheWay.filter((one) => one !== taken)
      const typed = composerOf(id)
      const kept = isSent ? typed : [taken.text, typed].filter((part) => part !== '').join('\n')
      if (id === roomId()) text.value = kept
      else if (isOnTheWayIn(id)) elsewhere.set(id, kept)
      // On disk it is as it was.
      if (isSent) void save(id)
      if (id !== roomId() && !isOnTheWayIn(id)) elsewhere.delete(id)
    },
  }
}
