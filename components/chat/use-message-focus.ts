import { nextTick, ref, type Ref } from 'vue'

/**
 * Which message is pointed at or has the focus: its actions are shown. The arrow keys move the focus from message to
 * message, Tab goes on to the actions of one, and Escape leads back to the list.
 */
export function useMessageFocus(list: Readonly<Ref<HTMLElement | null>>) {
  const focusedKey = ref<string>()
  const hoveredKey = ref<string>()

  const articles = () => [...(list.value?.querySelectorAll<HTMLElement>('article[data-key]') ?? [])]
  const articleOf = (target: EventTarget | null) =>
    target instanceof Element ? target.closest<HTMLElement>('article[data-key]') : null

  function focusAt(index: number) {
    const all = articles()
    const article = all[Math.min(Math.max(index, 0), all.length - 1)]
    article?.focus()
    article?.scrollIntoView({ block: 'nearest' })
  }

  function handleKey(event: KeyboardEvent) {
    const all = articles()
    const current = all.findIndex((article) => article === event.target)
    const isOnList = event.target === list.value
    if (current < 0 && !isOnList) {
      // From an action back to its message.
      if (event.key === 'Escape') articleOf(event.target)?.focus()
      return
    }
    const to = { ArrowUp: current - 1, ArrowDown: current + 1, Home: 0, End: all.length - 1 }[event.key]
    if (to !== undefined && !(isOnList && event.key === 'ArrowDown')) {
      event.preventDefault()
      focusAt(isOnList && event.key === 'ArrowUp' ? all.length - 1 : to)
    } else if (event.key === 'Escape' && !isOnList) list.value?.focus()
  }

  return {
    focusedKey,
    hoveredKey,
    handleKey,
    handleFocus: (event: FocusEvent) => (focusedKey.value = articleOf(event.target)?.dataset.key),
    handleBlur(event: FocusEvent) {
      if (!articleOf(event.relatedTarget)) focusedKey.value = undefined
    },
    handlePointer(event: PointerEvent) {
      if (event.pointerType !== 'touch') hoveredKey.value = articleOf(event.target)?.dataset.key
    },
    handleLeave: () => (hoveredKey.value = undefined),
    articleOf,
    /** Brings a message that is drawn into sight, and gives it the focus. */
    async show(key: string): Promise<boolean> {
      await nextTick()
      const article = articles().find(({ dataset }) => dataset.key === key)
      article?.scrollIntoView({ block: 'center' })
      article?.focus({ preventScroll: true })
      return article !== undefined
    },
  }
}
