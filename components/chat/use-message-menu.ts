import { onScopeDispose, ref, type Ref } from 'vue'

/** A finger that rests so long on a message asks for its menu. */
const longPressMs = 500
/** A finger never rests quite still; one that goes farther scrolls. */
const maxDriftPx = 10

const isOnLink = (target: EventTarget | null) => target instanceof Element && target.closest('a') !== null

/** Whether some of an element's text is selected. */
function isSelected(target: EventTarget | null): boolean {
  const selection = getSelection()
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return false
  return target instanceof Node && selection.getRangeAt(0).intersectsNode(target)
}

/**
 * Which message's menu is open, and what opens it: a right click, the menu key, and a finger that rests, which not every
 * browser tells of by `contextmenu`. Links and selected text keep the browser's own menu. `keyAt` names the message that
 * something is in, where it has a menu.
 */
export function useMessageMenu(
  keyAt: (target: EventTarget | null) => string | undefined,
  menuKey: Ref<string | undefined> = ref(),
) {
  let press:
    { readonly x: number; readonly y: number; readonly timer: ReturnType<typeof setTimeout> } | undefined
  /** The menu was opened by a finger that is still down. */
  let isHeld = false
  /** Some systems ask for a menu when the button goes down: where it goes up is then no choice from the menu. */
  let isDown = false
  let isOpenedByButton = false
  /** Before a right click or a finger, which some browsers let select a word. */
  let wasSelected = false

  function cancelPress() {
    clearTimeout(press?.timer)
    press = undefined
  }

  function handleUp(event: PointerEvent) {
    cancelPress()
    isDown = false
    if (isOpenedByButton) event.stopPropagation()
    isOpenedByButton = false
  }
  /** Before the menu, which lies over the page, and wherever it happens. */
  const capture = { capture: true } as const
  document.addEventListener('pointerup', handleUp, capture)
  document.addEventListener('pointercancel', handleUp, capture)
  onScopeDispose(() => {
    cancelPress()
    document.removeEventListener('pointerup', handleUp, capture)
    document.removeEventListener('pointercancel', handleUp, capture)
  })

  function handleDown({ clientX, clientY, isPrimary, pointerType, target }: PointerEvent) {
    cancelPress()
    isHeld = false
    isDown = true
    wasSelected = isSelected(target)
    const key = keyAt(target)
    if (pointerType !== 'touch' || !isPrimary || key === undefined || isOnLink(target)) return
    const timer = setTimeout(() => {
      press = undefined
      isHeld = true
      menuKey.value = key
    }, longPressMs)
    press = { x: clientX, y: clientY, timer }
  }

  function handleMove({ clientX, clientY }: PointerEvent) {
    if (press && Math.hypot(clientX - press.x, clientY - press.y) > maxDriftPx) cancelPress()
  }

  /** The click that would follow is none: it would close the menu, or press what the finger rests on. */
  function handleTouchEnd(event: TouchEvent) {
    if (isHeld && event.cancelable) event.preventDefault()
    isHeld = false
  }

  function handleContextMenu(event: MouseEvent) {
    const key = keyAt(event.target)
    const isByPointer = event.button === 2 || ('pointerType' in event && event.pointerType === 'touch')
    if (key === undefined || isOnLink(event.target)) return
    if (isByPointer ? wasSelected : isSelected(event.target)) return
    event.preventDefault()
    cancelPress()
    isOpenedByButton = isDown && event.button === 2
    menuKey.value = key
  }

  return { menuKey, handleDown, handleMove, handleTouchEnd, handleContextMenu }
}
