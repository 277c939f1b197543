/** A message as it is copied. */
export interface Copied {
  /** Where its text is drawn. */
  readonly element: Element
  readonly name: string
  /** What it says, as it was typed. */
  readonly text: string
}

/** The part of a range that lies within an element; undefined where there is none. */
function within(range: Range, element: Element): Range | undefined {
  if (!range.intersectsNode(element)) return undefined
  const part = document.createRange()
  part.selectNodeContents(element)
  if (range.compareBoundaryPoints(Range.START_TO_START, part) > 0) {
    part.setStart(range.startContainer, range.startOffset)
  }
  if (range.compareBoundaryPoints(Range.END_TO_END, part) < 0)
    part.setEnd(range.endContainer, range.endOffset)
  return part.collapsed ? undefined : part
}

/**
 * What of a selection goes to the clipboard: the words of the messages in it, each after its author's name where there
 * are several, and nothing else that stands around them. Undefined where the browser does it best.
 */
export function copiedText(range: Range, messages: readonly Copied[]): string | undefined {
  const parts = messages.flatMap(({ element, name, text }) => {
    const part = within(range, element)
    if (!part) return []
    // Where a selection only touches a message, nothing of it was meant.
    if (part.toString().trim() === '') return []
    const whole = document.createRange()
    whole.selectNodeContents(element)
    const isWhole = part.toString().trim() === whole.toString().trim()
    return [{ name, text: isWhole ? text : part.toString() }]
  })
  if (parts.length < 2) return undefined
  return parts.map(({ name, text }) => `${name}: ${text}`).join('\n')
}
