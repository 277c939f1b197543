import { h, type VNode } from 'vue'
import { markdownLimits } from './markdown-limits.ts'

/** More marks on one letter than any language needs, which would reach over the lines above and below. */
const stack = /\P{M}\p{M}{5,}/gu

/** A text, in which a letter under a heap of marks has a box of its own that nothing leaves. */
export function drawText(text: string): (string | VNode)[] {
  const drawn: (string | VNode)[] = []
  let end = 0
  for (const { 0: letter, index } of text.matchAll(stack)) {
    if (drawn.length >= markdownLimits.maxParts) break
    drawn.push(text.slice(end, index), h('span', { class: 'md-stack' }, letter))
    end = index + letter.length
  }
  drawn.push(text.slice(end))
  return drawn.filter((part) => part !== '')
}
