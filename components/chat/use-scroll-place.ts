import { nextTick, onMounted, onScopeDispose, ref, watch, type Ref } from 'vue'

/** This near to the end counts as reading along. */
const nearEndPx = 60

export interface ScrollPlaceOptions {
  readonly scroller: Readonly<Ref<HTMLElement | null>>
  /** Changes with what is shown. */
  readonly shown: () => unknown
  /** There is more than is shown, and what is shown last is not the end. */
  readonly hasLater: () => boolean
  /** Something else is about to be shown, and where the end is now says nothing. */
  readonly isTurning: () => boolean
  readonly onScroll: () => void
}

/** A row's number. */
const numberOf = (row: HTMLElement) => Number(row.dataset['order'])

/**
 * Where in a list of messages somebody reads. At its end it stays there, whatever comes; elsewhere what is read stays
 * where it is on the screen, whatever comes or goes above it.
 */
export function useScrollPlace({ scroller, shown, hasLater, isTurning, onScroll }: ScrollPlaceOptions) {
  const isAtEnd = ref(true)
  /** The layout at the last look: a scroll event with another one was not made by a person. */
  let layout = ''

  const rows = () => [...(scroller.value?.querySelectorAll<HTMLElement>('[data-order]') ?? [])]
  const rowOf = (order: number) => rows().find((row) => numberOf(row) === order)
  const topOf = (row: HTMLElement) =>
    row.getBoundingClientRect().top - (scroller.value?.getBoundingClientRect().top ?? 0)

  function firstInSight(): { order: number; topPx: number } | undefined {
    const row = rows().find((one) => topOf(one) + one.offsetHeight > 0)
    return row && { order: numberOf(row), topPx: topOf(row) }
  }

  function scrollToEnd() {
    isAtEnd.value = true
    const element = scroller.value
    if (element) element.scrollTop = element.scrollHeight
  }

  function noteScroll() {
    const element = scroller.value
    if (!element) return
    const layoutNow = `${element.scrollHeight} ${element.clientHeight}`
    if (layoutNow !== layout) {
      layout = layoutNow
      if (isAtEnd.value) return scrollToEnd()
    }
    if (isTurning()) return
    const fromEndPx = element.scrollHeight - element.scrollTop - element.clientHeight
    isAtEnd.value = fromEndPx < nearEndPx && !hasLater()
    onScroll()
  }

  // Before what is shown changes on the screen, and after it.
  watch(shown, async () => {
    const isFollowed = () => isAtEnd.value
    if (isFollowed()) {
      await nextTick()
      if (isFollowed()) scrollToEnd()
      return
    }
    const read = firstInSight()
    await nextTick()
    const row = read && rowOf(read.order)
    if (row && scroller.value) scroller.value.scrollTop += topOf(row) - read.topPx
  })

  // A composer that grows or a notice that appears does not push the newest message out of sight.
  const resizing = new ResizeObserver(noteScroll)
  onMounted(() => {
    if (scroller.value) resizing.observe(scroller.value)
  })
  onScopeDispose(() => resizing.disconnect())

  return {
    isAtEnd,
    noteScroll,
    scrollToEnd,
    rowOf,
    /** The number of the first row that is in sight, if only in part. */
    firstInSight: () => firstInSight()?.order,
    /** Turns away from the end: what comes there is not followed. */
    leaveEnd() {
      isAtEnd.value = false
    },
  }
}
