import { parseBlocks } from './blocks.ts'
import { markdownLimits } from './markdown-limits.ts'
import type { Block, Inline } from './tree.ts'

function countInline(nodes: readonly Inline[]): number {
  return nodes.reduce((sum, node) => sum + 1 + ('children' in node ? countInline(node.children) : 0), 0)
}

function count(blocks: readonly Block[]): number {
  return blocks.reduce((sum, block) => {
    if (block.type === 'code') return sum + 1
    if (block.type === 'list') {
      return sum + block.items.reduce((items, item) => items + 1 + count(item.children), 1)
    }
    return sum + 1 + (block.type === 'quote' ? count(block.children) : countInline(block.children))
  }, 0)
}

/**
 * A message's text as a tree. A text that would make too many elements is lines of text as typed, so that no message
 * costs more to draw than any other.
 */
export function parseMarkdown(text: string): Block[] {
  const blocks = parseBlocks(text.split('\n'))
  if (count(blocks) <= markdownLimits.maxNodes) return blocks
  return [{ type: 'lines', children: [{ type: 'text', text }] }]
}
