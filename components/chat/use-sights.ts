import { useDocumentVisibility, useEventListener } from '@vueuse/core'
import { onScopeDispose, watch } from 'vue'
import { limits } from '@/engine/base/limits.ts'
import { useHostStore } from '@/stores/host.ts'
import type { EntryView, ShownEntry } from '@/stores/history.ts'
import { useSettings } from '@/stores/settings.ts'

/** So long after something changed it's looked what is in sight; and again after that, while something covers it. */
const delayMs = 300

export interface SightsOptions {
  readonly scroller: () => HTMLElement | null
  readonly roomId: () => string
  readonly ownId: () => string
  /** What is on disk of what is shown. */
  readonly kept: () => readonly ShownEntry[]
}

/** Whether the list is what is in sight there, and no dialog before it. */
function isUncovered(list: HTMLElement): boolean {
  const { height, left, top, width } = list.getBoundingClientRect()
  return list.contains(document.elementFromPoint(left + width / 2, top + height / 2))
}

/**
 * Tells the host which messages of others a person had in sight: those whose end was in the visible part of the list,
 * while the panel is visible and nothing covers it. Where the person tells nobody what they have seen, nobody looks.
 */
export function useSights({ kept, ownId, roomId, scroller }: SightsOptions) {
  const host = useHostStore()
  const settings = useSettings()
  const visibility = useDocumentVisibility()
  /** In the room that is shown, those that the host knows of. */
  const told = new Set<string>()
  let timer: ReturnType<typeof setTimeout> | undefined

  const keyOf = ({ authorId, seq }: EntryView) => `${authorId} ${seq}`
  const unseen = () =>
    kept()
      .map(({ entry }) => entry)
      .filter((entry) => entry.authorId !== ownId() && !entry.isGone && !told.has(keyOf(entry)))

  /** The numbers of the rows whose last line is in the visible part of the list. */
  function ordersInSight(list: HTMLElement): Set<number> {
    const { bottom, top } = list.getBoundingClientRect()
    const rows = [...list.querySelectorAll<HTMLElement>('[data-order]')]
    const inSight = rows.filter((row) => {
      const end = row.getBoundingClientRect().bottom
      return end > top && end <= bottom + 1
    })
    return new Set(inSight.map((row) => Number(row.dataset['order'])))
  }

  async function tell(id: string, seen: readonly EntryView[]) {
    for (const entry of seen) told.add(keyOf(entry))
    const entries = seen.map(({ authorId, seq }) => ({ authorId, seq }))
    const outcome = await host.act(id, 'activity', 'see', { entries })
    if (outcome.ok) return
    console.error('What was seen could not be noted', outcome.problem)
    if (roomId() === id) for (const entry of seen) told.delete(keyOf(entry))
  }

  function look() {
    timer = undefined
    const list = scroller()
    if (!list || !settings.value?.tellsSeen || visibility.value !== 'visible') return
    const candidates = unseen()
    if (candidates.length === 0) return
    // A dialog says nothing when it goes.
    if (!isUncovered(list)) return lookLater()
    const inSight = ordersInSight(list)
    const seen = candidates.filter(({ order }) => inSight.has(order)).slice(0, limits.maxSightsAtOnce)
    if (seen.length > 0) void tell(roomId(), seen)
  }

  function lookLater() {
    timer ??= setTimeout(look, delayMs)
  }

  watch(roomId, () => told.clear(), { flush: 'sync' })
  watch([kept, visibility, () => settings.value?.tellsSeen], lookLater, { immediate: true })
  useEventListener(scroller, 'scroll', lookLater, { passive: true })
  onScopeDispose(() => clearTimeout(timer))
}
