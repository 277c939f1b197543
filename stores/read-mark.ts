import { Dexie } from 'dexie'
import { useDocumentVisibility } from '@vueuse/core'
import { computed, onScopeDispose, watch } from 'vue'
import { markRead, markShown } from '@/engine/rooms/own-marks.ts'
import { database } from './database.ts'
import { useLiveQuery } from './live-query.ts'

/** So that a message is painted before anything is written about it. */
const delayMs = 250

/**
 * Notes what a person sees: the room that this panel shows, and its messages up to the newest, while the panel is in
 * sight. `isKnown` says whether the room is on disk yet.
 */
export function useReadMark(shown: () => { roomId: string; isKnown: boolean } | undefined) {
  const visibility = useDocumentVisibility()
  const isVisible = computed(() => visibility.value === 'visible')

  const knownId = () => {
    const room = shown()
    return room?.isKnown ? room.roomId : undefined
  }

  const newest = useLiveQuery(knownId, async (roomId) => {
    if (roomId === undefined) return undefined
    const last = await database.entries
      .where('[roomId+order]')
      .between([roomId, Dexie.minKey], [roomId, Dexie.maxKey])
      .last()
    return last && { roomId, order: last.order }
  })

  /** Was in sight and is not noted yet. */
  let seen: { roomId: string; order: number } | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  function note() {
    clearTimeout(timer)
    timer = undefined
    if (seen) markRead(database, seen.roomId, seen.order).catch(report)
    seen = undefined
  }
  watch([newest, isVisible], ([message]) => {
    if (!message || !isVisible.value) return
    // Turned away meanwhile: what was seen there is noted at once.
    if (seen?.roomId !== message.roomId) note()
    seen = message
    // Not put off by what comes meanwhile: in a busy room that would be until it falls silent.
    timer ??= setTimeout(note, delayMs)
  })
  watch(
    () => (isVisible.value ? knownId() : undefined),
    (roomId) => {
      // Where there is nothing in the other room, or the panel goes out of sight, nothing else would say so.
      if (seen && seen.roomId !== roomId) note()
      if (roomId !== undefined) markShown(database, roomId, Date.now()).catch(report)
    },
    { immediate: true },
  )
  onScopeDispose(note)
}

function report(error: unknown) {
  console.error('What was read could not be noted', error)
}
