import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { effectScope } from 'vue'
import { useMessageMenu } from './use-message-menu.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** A list with one message, which has words, a link and a menu. */
function show() {
  const list = document.createElement('div')
  list.innerHTML =
    '<article><p>Tea at five?</p><a href="https://a.example">a.example</a></article><p>a day</p>'
  document.body.append(list)
  const scope = effectScope()
  const menu = scope.run(() =>
    useMessageMenu((target) => (target instanceof Element && target.closest('article') ? 'key' : undefined)),
  )
  if (!menu) throw new Error('There is no menu.')
  list.addEventListener('pointerdown', menu.handleDown)
  list.addEventListener('pointermove', menu.handleMove)
  list.addEventListener('touchend', menu.handleTouchEnd)
  list.addEventListener('contextmenu', menu.handleContextMenu)
  onTestFinished(() => {
    scope.stop()
    list.remove()
    getSelection()?.removeAllRanges()
  })
  const at = (selector: string) => list.querySelector(selector) ?? list
  const pointer = (type: string, selector: string, more: PointerEventInit = {}) =>
    at(selector).dispatchEvent(
      new PointerEvent(type, { pointerType: 'touch', isPrimary: true, bubbles: true, ...more }),
    )
  return {
    menuKey: menu.menuKey,
    pointer,
    /** Whether the browser would go on with it. */
    liftFinger: (selector: string) =>
      at(selector).dispatchEvent(new TouchEvent('touchend', { bubbles: true, cancelable: true })),
    askMenu: (selector: string, more: MouseEventInit = { button: 2 }) =>
      at(selector).dispatchEvent(new MouseEvent('contextmenu', { bubbles: true, cancelable: true, ...more })),
    select: () => getSelection()?.selectAllChildren(at('p')),
  }
}

test('a finger that rests on a message opens its menu, and does not press what is below it', () => {
  const { liftFinger, menuKey, pointer } = show()
  pointer('pointerdown', 'p', { clientX: 10, clientY: 10 })
  pointer('pointermove', 'p', { clientX: 14, clientY: 13 })
  vi.advanceTimersByTime(499)
  expect(menuKey.value).toBeUndefined()
  vi.advanceTimersByTime(1)
  expect(menuKey.value).toBe('key')
  expect(liftFinger('p')).toBe(false)
  // The next one is a tap.
  pointer('pointerdown', 'p')
  expect(liftFinger('p')).toBe(true)
})

test.each([
  ['scrolls', 'p', 'pointermove', { clientY: 30 }],
  ['is lifted', 'p', 'pointerup', {}],
  ['becomes a gesture of the browser', 'p', 'pointercancel', {}],
  ['rests on a link', 'a', 'pointerover', {}],
])('a finger that %s opens none', (_, selector, type, more) => {
  const { menuKey, pointer } = show()
  pointer('pointerdown', selector)
  pointer(type, selector, more)
  vi.advanceTimersByTime(2_000)
  expect(menuKey.value).toBeUndefined()
})

test('a mouse button that is held opens none', () => {
  const { menuKey, pointer } = show()
  pointer('pointerdown', 'p', { pointerType: 'mouse' })
  vi.advanceTimersByTime(2_000)
  expect(menuKey.value).toBeUndefined()
})

test('a right click opens the menu, also where the browser selects the word below it', () => {
  const { askMenu, menuKey, pointer, select } = show()
  pointer('pointerdown', 'p', { pointerType: 'mouse', button: 2 })
  select()
  expect(askMenu('p')).toBe(false)
  expect(menuKey.value).toBe('key')
})

test('a button that goes up over the menu which it opened by going down chooses nothing there', () => {
  const { askMenu, menuKey, pointer } = show()
  const item = document.createElement('button')
  document.body.append(item)
  onTestFinished(() => item.remove())
  let count = 0
  item.addEventListener('pointerup', () => count++)
  const goesUp = () => item.dispatchEvent(new PointerEvent('pointerup', { bubbles: true, button: 2 }))
  pointer('pointerdown', 'p', { pointerType: 'mouse', button: 2 })
  askMenu('p')
  expect(menuKey.value).toBe('key')
  goesUp()
  expect(count).toBe(0)
  goesUp()
  expect(count).toBe(1)
  // Where the menu is asked for once the button is up, the next one chooses.
  pointer('pointerdown', 'p', { pointerType: 'mouse', button: 2 })
  pointer('pointerup', 'p', { pointerType: 'mouse', button: 2 })
  askMenu('p')
  goesUp()
  expect(count).toBe(2)
})

test('selected words and links keep the browser’s own menu', () => {
  const { askMenu, menuKey, pointer, select } = show()
  expect(askMenu('a')).toBe(true)
  select()
  pointer('pointerdown', 'p', { pointerType: 'mouse', button: 2 })
  expect(askMenu('p')).toBe(true)
  // By the menu key.
  expect(askMenu('p', { button: 0 })).toBe(true)
  expect(menuKey.value).toBeUndefined()
})
