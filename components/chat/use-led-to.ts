import { nextTick, ref, watch } from 'vue'
import type { TargetKey } from '@/engine/storage/database.ts'
import type { useHistory } from '@/stores/history.ts'
import { useLeadStore } from '@/stores/lead.ts'
import { readMessages } from '@/stores/message-marks.ts'

/** Shows the message of a room that somebody is led to, and gives it the focus. */
export function useLedTo(options: {
  readonly roomId: () => string
  readonly history: ReturnType<typeof useHistory>
  readonly leaveEnd: () => void
  readonly rowOf: (order: number) => HTMLElement | undefined
}) {
  const { history, leaveEnd, roomId, rowOf } = options
  const lead = useLeadStore()
  /** The message that somebody was led to. */
  const ledTo = ref<number>()
  watch(
    () => (lead.place?.roomId === roomId() ? lead.place : undefined),
    (place) => {
      if (!place) return
      leaveEnd()
      history.showAround(place)
    },
    { immediate: true },
  )
  watch([() => lead.place, history.entries, history.isTurning], async ([place, shown, isTurning]) => {
    if (!place || !shown || isTurning || place.roomId !== roomId()) return
    lead.settle(place)
    await nextTick()
    const row = rowOf(place.order)
    ledTo.value = row && place.order
    row?.scrollIntoView({ block: 'center' })
    row?.focus({ preventScroll: true })
  })

  return {
    ledTo,
    /** Leads to a message that another one quotes, or that is pinned. */
    async leadToMessage(key: TargetKey) {
      const row = (await readMessages(roomId(), [key])).get(key)
      if (row) lead.leadTo(row)
    },
  }
}
