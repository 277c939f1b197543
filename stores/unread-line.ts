import { Dexie } from 'dexie'
import { useDocumentVisibility } from '@vueuse/core'
import { computed, shallowRef, watch } from 'vue'
import type { EntryRow } from '@/engine/storage/database.ts'
import { database } from './database.ts'
import { useLiveQuery } from './live-query.ts'

/** More than are ever shown as a number. */
const maxCounted = 100

interface Line {
  readonly roomId: string
  /** Entries up to this number were read. */
  readonly readUpTo: number
}

/** What others said after a number. */
export const isUnreadAfter =
  (readUpTo: number, ownId: string) => (entry: Pick<EntryRow, 'authorId' | 'order'>) =>
    entry.order > readUpTo && entry.authorId !== ownId

/**
 * Where in a room somebody stopped reading: found when the panel turns to the room, or is looked at again, and kept
 * there, also when what follows is read. A room that was joined a moment ago has none.
 */
export function useUnreadLine(roomId: () => string, ownId: () => string) {
  const visibility = useDocumentVisibility()
  const line = shallowRef<Line>()

  async function find(id: string) {
    const row = await database.rooms.get(id)
    const readUpTo = row?.readUpTo ?? 0
    // Where nothing was ever read all is new, and no line says more.
    const since = readUpTo > 0 ? await readSince(id, readUpTo, ownId()) : undefined
    if (id === roomId()) line.value = since && since.others > 0 ? { roomId: id, readUpTo } : undefined
  }

  watch(
    () => (visibility.value === 'visible' ? roomId() : undefined),
    (id) => {
      if (id === undefined) return
      find(id).catch((error: unknown) => console.error('Where reading stopped is not known', error))
    },
    { immediate: true },
  )

  return {
    readUpTo: computed(() => (line.value?.roomId === roomId() ? line.value.readUpTo : undefined)),
    /** Reading stops here: what comes from now on is new. */
    drawAfter(readUpTo: number) {
      line.value = { roomId: roomId(), readUpTo }
    },
    /** Somebody answers, and so has read it all. */
    clear() {
      line.value = undefined
    },
  }
}

/** What was said after a number. */
interface Since {
  /** How many entries of others; 100 stands for that many and more. */
  readonly others: number
  readonly hasOwn: boolean
}

async function readSince(roomId: string, order: number, ownId: string): Promise<Since> {
  const entries = await database.entries
    .where('[roomId+isShown+order]')
    .between([roomId, 1, order], [roomId, 1, Dexie.maxKey], false, true)
    .limit(maxCounted)
    .toArray()
  const others = entries.filter(({ authorId }) => authorId !== ownId).length
  return { others, hasOwn: others < entries.length }
}

/** What was said in a room after a number, as long as that is asked. */
export function useSince(asked: () => { roomId: string; order: number; ownId: string } | undefined) {
  return useLiveQuery(asked, async (question) => {
    if (!question) return undefined
    return readSince(question.roomId, question.order, question.ownId)
  })
}
