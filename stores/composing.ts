import { defineStore } from 'pinia'
import { ref } from 'vue'
import { keyOf } from '@/engine/chat/kinds/reference.ts'
import type { TargetKey } from '@/engine/storage/database.ts'

/** What a room's composer is for at the moment, besides a message of its own. */
export interface Composing {
  readonly kind: 'reply' | 'edit'
  readonly target: TargetKey
  readonly authorName: string
  /** What the message says. */
  readonly text: string
  readonly isPlain: boolean
  /** What an edited message is to say; the room's draft waits beside it. */
  readonly edited: string
}

/** A message as far as it's needed here. */
export interface Composed {
  readonly authorId: string
  readonly authorName: string
  readonly seq: number
  readonly digest: string
  readonly text?: string
  readonly isPlain?: true
}

/** Of each room: which message is being answered or edited in this panel. */
export const useComposingStore = defineStore('composing', () => {
  const byRoom = ref(new Map<string, Composing>())
  /** Rises when the composer is to take the focus. */
  const focusCount = ref(0)

  function begin(kind: Composing['kind'], roomId: string, message: Composed) {
    const { authorName, isPlain = false, text = '' } = message
    byRoom.value.set(roomId, { kind, target: keyOf(message), authorName, text, isPlain, edited: text })
    focusCount.value += 1
  }

  return {
    focusCount,
    of: (roomId: string): Composing | undefined => byRoom.value.get(roomId),
    reply: (roomId: string, message: Composed) => begin('reply', roomId, message),
    edit: (roomId: string, message: Composed) => begin('edit', roomId, message),
    /** What the edited message of a room is to say from now on. */
    typeEdited(roomId: string, edited: string) {
      const composing = byRoom.value.get(roomId)
      if (composing) byRoom.value.set(roomId, { ...composing, edited })
    },
    /** An edit that was refused goes on where it was, unless something else was begun meanwhile. */
    resume(roomId: string, composing: Composing) {
      if (!byRoom.value.has(roomId)) byRoom.value.set(roomId, composing)
    },
    stop(roomId: string) {
      byRoom.value.delete(roomId)
    },
  }
})
