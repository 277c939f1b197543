import { nextTick, onMounted, onScopeDispose, ref, type Ref } from 'vue'

/** This near to the end counts as reading along. */
const nearEndPx = 60

/** Keeps the newest message in sight while somebody reads along, and everything in its place while they don't. */
export function useScrollEnd(scroller: Readonly<Ref<HTMLElement | null>>) {
  const isAtEnd = ref(true)
  const hasNew = ref(false)
  /** The layout at the last look: a scroll event with another one was not made by a person. */
  let layout = ''

  function noteScroll() {
    const element = scroller.value
    if (!element) return
    const layoutNow = `${element.scrollHeight} ${element.clientHeight}`
    if (layoutNow !== layout) {
      layout = layoutNow
      if (isAtEnd.value) return scrollToEnd()
    }
    isAtEnd.value = element.scrollHeight - element.scrollTop - element.clientHeight < nearEndPx
    if (isAtEnd.value) hasNew.value = false
  }

  function scrollToEnd() {
    isAtEnd.value = true
    hasNew.value = false
    const element = scroller.value
    if (element) element.scrollTop = element.scrollHeight
  }

  // A composer that grows or a notice that appears does not push the newest message out of sight.
  const resizing = new ResizeObserver(noteScroll)
  onMounted(() => {
    if (scroller.value) resizing.observe(scroller.value)
  })
  onScopeDispose(() => resizing.disconnect())

  return {
    isAtEnd,
    hasNew,
    noteScroll,
    scrollToEnd,
    /** Turned to another room. */
    reset() {
      isAtEnd.value = true
      hasNew.value = false
    },
    /** Keeps what is read in its place while something is put above it. */
    keepFromEnd(): () => Promise<void> {
      const element = scroller.value
      const fromEndPx = element ? element.scrollHeight - element.scrollTop : 0
      return async () => {
        await nextTick()
        if (element) element.scrollTop = element.scrollHeight - fromEndPx
      }
    },
  }
}
