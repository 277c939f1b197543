import { computed, ref, watch } from 'vue'
import { database } from './database.ts'

/**
 * What is in a room's composer. It is kept on disk as it is typed, so that a panel that closes in the middle of a
 * sentence loses nothing.
 */
export function useDraft(roomId: () => string) {
  const text = ref('')
  let edits = 0

  watch(
    roomId,
    async (id) => {
      const editsBefore = edits
      text.value = ''
      const saved = await database.drafts.get(id)
      // What was typed while the database answered is newer.
      if (saved && edits === editsBefore && roomId() === id) text.value = saved.text
    },
    { immediate: true },
  )

  async function save(id: string) {
    try {
      if (text.value === '') await database.drafts.delete(id)
      else await database.drafts.put({ roomId: id, text: text.value })
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
    take(): string {
      const taken = text.value
      edits += 1
      text.value = ''
      return taken
    },
    /** Sent: the disk follows the composer. Not sent: the text comes back, before what was typed meanwhile. */
    settle(taken: string, isSent: boolean) {
      if (!isSent) text.value = text.value === '' ? taken : `${taken}\n${text.value}`
      void save(roomId())
    },
  }
}
