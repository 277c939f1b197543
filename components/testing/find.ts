/** What `mount` gives, without the types that ESLint cannot see in a `.vue` file. */
interface Mounted {
  readonly element: unknown
}

/** The mounted component's outermost element. */
export function rootOf({ element }: Mounted): Element {
  if (element instanceof Element) return element
  throw new Error('The component shows no element.')
}

/** A text field by the label that a person and a screen reader find it by. */
export function field(mounted: Mounted, label: string): HTMLInputElement | HTMLTextAreaElement {
  const root = rootOf(mounted)
  const found = [...root.querySelectorAll('input, textarea')].find(
    (element) =>
      element.getAttribute('aria-label') === label ||
      root.querySelector(`label[for="${element.id}"]`)?.textContent === label,
  )
  if (found instanceof HTMLInputElement || found instanceof HTMLTextAreaElement) return found
  throw new Error(`There is no field "${label}".`)
}

/** What a field says of itself: its hint, or what is wrong. */
export function describes(mounted: Mounted, label: string): string {
  const id = field(mounted, label).getAttribute('aria-describedby') ?? ''
  return (
    rootOf(mounted)
      .querySelector(`#${CSS.escape(id)}`)
      ?.textContent.trim() ?? ''
  )
}

/** Types a text into a field, as one input event. */
export function type(element: HTMLInputElement | HTMLTextAreaElement, text: string): void {
  element.value = text
  element.dispatchEvent(new InputEvent('input', { bubbles: true }))
}
