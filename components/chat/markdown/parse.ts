import { createBudget } from './budget.ts'
import { parseBlocks } from './blocks.ts'
import type { Block } from './tree.ts'

/**
 * A message's text as a tree. A text that would be cut into too many parts is lines of text as typed, so that no message
 * costs much more than another.
 */
export function parseMarkdown(text: string): Block[] {
  const budget = createBudget()
  const blocks = parseBlocks({ lines: text.split('\n'), depth: 0, budget })
  return budget.isSpent() ? [{ type: 'lines', children: [{ type: 'text', text }] }] : blocks
}
