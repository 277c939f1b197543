import { h, type FunctionalComponent, type VNode } from 'vue'
import CodeBlock from './CodeBlock.vue'
import { drawText } from './draw-text.ts'
import SpoilerText from './SpoilerText.vue'
import type { Block, Inline, Link, ListItem } from './tree.ts'

const tags = { emphasis: 'em', strong: 'strong', strike: 's' } as const

/** What a person reads in it, without what it looks like. */
const wordsOf = (nodes: readonly Inline[]): string =>
  nodes.map((node) => ('children' in node ? wordsOf(node.children) : node.text)).join('')

function drawLink({ target, showsHost, children }: Link): VNode {
  const host = showsHost ? [h('bdi', { class: 'md-host' }, ` (${target.host})`)] : []
  return h('a', { href: target.href, target: '_blank', rel: 'noreferrer noopener', title: target.href }, [
    ...drawInline(children),
    ...host,
  ])
}

function drawInline(nodes: readonly Inline[]): (string | VNode)[] {
  return nodes.flatMap((node) => {
    switch (node.type) {
      case 'text':
        return drawText(node.text)
      case 'code':
        return h('code', drawText(node.text))
      case 'link':
        return drawLink(node)
      case 'spoiler':
        return h(SpoilerText, { words: wordsOf(node.children) }, () => drawInline(node.children))
      default:
        return h(tags[node.type], drawInline(node.children))
    }
  })
}

const drawItem = ({ number, children }: ListItem) =>
  h('li', { value: number, dir: 'auto' }, children.map(drawBlock))

function drawBlock(block: Block): VNode {
  switch (block.type) {
    case 'lines':
      return h('p', { class: 'md-lines', dir: 'auto' }, drawInline(block.children))
    case 'heading':
      return h('p', { class: 'md-lines', dir: 'auto' }, h('strong', drawInline(block.children)))
    case 'quote':
      return h('blockquote', { dir: 'auto' }, block.children.map(drawBlock))
    case 'list':
      if (block.mark === 'bullet') return h('ul', { dir: 'auto' }, block.items.map(drawItem))
      return h(
        'ol',
        { dir: 'auto', class: block.mark === ')' ? 'md-parenthesis' : undefined },
        block.items.map(drawItem),
      )
    case 'code':
      return h(CodeBlock, { code: block.text, info: block.info })
  }
}

/** A tree as elements. No text ever becomes markup: each is an element's own. */
export const MarkdownBlocks: FunctionalComponent<{ blocks: readonly Block[] }> = ({ blocks }) =>
  blocks.map(drawBlock)
MarkdownBlocks.props = ['blocks']
