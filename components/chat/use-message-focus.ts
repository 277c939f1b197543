import { nextTick, ref, type Ref } from 'vue'

/** What stands around a message and its actions, with the message's key. */
const keyOf = (item: HTMLElement | null | undefined) => item?.getAttribute('data-key') ?? undefined
const articleIn = (item: HTMLElement | null | undefined) => item?.querySelector('article')

interface Place {
  readonly x: number
  readonly y: number
}

/**
 * Which message is pointed at or has the focus: its actions are shown. The arrow keys move the focus from message to
 * message, Tab goes on to the actions of one, and Escape leads back to the message, and then to the list.
 */
export function useMessageFocus(list: Readonly<Ref<HTMLElement | null>>) {
  const focusedKey = ref<string>()
  const hoveredKey = ref<string>()
  /** Where the pointer is, and where it rested when a key moved the focus: that one is followed until it moves again. */
  let pointer: Place | undefined
  let resting: Place | undefined

  const items = () => [...(list.value?.querySelectorAll<HTMLElement>('[data-key]') ?? [])]
  const itemOf = (target: EventTarget | null) =>
    target instanceof Element ? target.closest<HTMLElement>('[data-key]') : null

  function focusAt(index: number) {
    const all = items()
    const item = all[Math.min(Math.max(index, 0), all.length - 1)]
    const article = articleIn(item)
    article?.focus()
    // Where the window itself has no focus, nothing tells of it.
    focusedKey.value = keyOf(item)
    // A message that moves under a resting pointer isn't pointed at.
    hoveredKey.value = undefined
    resting = pointer
    article?.scrollIntoView({ block: 'nearest' })
  }

  /** Which way a key leads from a message, or from the list itself. */
  function targetOf(key: string, current: number, count: number): number | undefined {
    const isOnList = current < 0
    if (key === 'ArrowUp') return isOnList ? count - 1 : current - 1
    if (key === 'ArrowDown') return isOnList ? undefined : current + 1
    if (key === 'Home') return 0
    return key === 'End' ? count - 1 : undefined
  }

  function handleKey(event: KeyboardEvent) {
    const all = items()
    const isOnList = event.target === list.value
    const current = all.findIndex((item) => articleIn(item) === event.target)
    if (event.key === 'Escape') {
      // From an action to its message, and from that to the list.
      if (current < 0) articleIn(itemOf(event.target))?.focus()
      else list.value?.focus()
      return
    }
    if (current < 0 && !isOnList) return
    const to = targetOf(event.key, current, all.length)
    if (to === undefined) return
    event.preventDefault()
    focusAt(to)
  }

  return {
    focusedKey,
    hoveredKey,
    handleKey,
    handleFocus: (event: FocusEvent) => (focusedKey.value = keyOf(itemOf(event.target))),
    handleBlur(event: FocusEvent) {
      if (!itemOf(event.relatedTarget)) focusedKey.value = undefined
    },
    handlePointer(event: PointerEvent) {
      if (event.pointerType === 'touch') return
      pointer = { x: event.clientX, y: event.clientY }
      if (resting?.x === pointer.x && resting.y === pointer.y) return
      resting = undefined
      hoveredKey.value = keyOf(itemOf(event.target))
    },
    handleLeave: () => (hoveredKey.value = undefined),
    keyAt: (target: EventTarget | null) => keyOf(itemOf(target)),
    /** Gives a message the focus again, after what was opened over it. */
    focusOn: (key: string) =>
      articleIn(items().find((item) => keyOf(item) === key))?.focus({ preventScroll: true }),
    /** Brings a message that is drawn into sight, and gives it the focus. */
    async show(key: string): Promise<boolean> {
      await nextTick()
      const article = articleIn(items().find((item) => keyOf(item) === key))
      article?.scrollIntoView({ block: 'center' })
      article?.focus({ preventScroll: true })
      return article !== null && article !== undefined
    },
  }
}
