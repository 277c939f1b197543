import type { Block, Inline, ListItem } from './tree.ts'

/** How much of a text is shown: lines as typed, and characters. */
export interface Extent {
  readonly lines: number
  readonly characters: number
}

/** What is left of it on the way through a tree. */
interface Rest {
  lines: number
  characters: number
}

/** A cut looks so far back for a space, rather than to part a word. */
const maxWordCharacters = 40
/** What a character is composed of is not parted, as far as that is reasonable. */
const belongsToBefore = /^[\p{M}\p{Emoji_Modifier}\u200c\u200d]|^[\udc00-\udfff]/u

const isSpent = (rest: Rest) => rest.lines <= 0 || rest.characters <= 0

/** As much of a text as there is room for; a text that is given back whole has been paid for. */
function takeText(text: string, rest: Rest): string {
  let end = Math.min(text.length, rest.characters)
  let lineEnd = -1
  for (let lines = 0; lines < rest.lines; lines++) {
    lineEnd = text.indexOf('\n', lineEnd + 1)
    if (lineEnd === -1 || lineEnd >= end) break
    if (lines + 1 === rest.lines) end = lineEnd
  }
  if (end === text.length) {
    rest.characters -= end
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) rest.lines--
    return text
  }
  rest.lines = 0
  rest.characters = 0
  if (text.charAt(end) === '\n') return text.slice(0, end)
  const space = text.slice(Math.max(0, end - maxWordCharacters), end).search(/\s\S*$/)
  if (space !== -1) return text.slice(0, Math.max(0, end - maxWordCharacters) + space)
  const least = Math.max(0, end - maxWordCharacters)
  while (end > least && belongsToBefore.test(text.slice(end, end + 2))) end--
  return text.slice(0, end)
}

/** Each of some parts as far as there is room, none of them empty. */
function takeEach<T>(parts: readonly T[], rest: Rest, take: (part: T) => T): T[] {
  const taken: T[] = []
  for (const part of parts) {
    if (isSpent(rest)) break
    taken.push(take(part))
  }
  return taken
}

function takeInline(nodes: readonly Inline[], rest: Rest): Inline[] {
  return takeEach(nodes, rest, (node): Inline => {
    if (node.type === 'text' || node.type === 'code') return { ...node, text: takeText(node.text, rest) }
    return { ...node, children: takeInline(node.children, rest) }
  })
}

function takeBlocks(blocks: readonly Block[], rest: Rest): Block[] {
  return takeEach(blocks, rest, (block): Block => {
    switch (block.type) {
      case 'lines':
      case 'heading': {
        const children = takeInline(block.children, rest)
        rest.lines--
        return { ...block, children }
      }
      case 'code': {
        const text = takeText(block.text, rest)
        rest.lines--
        return { ...block, text }
      }
      case 'quote':
        return { ...block, children: takeBlocks(block.children, rest) }
      case 'list':
        return { ...block, items: takeItems(block.items, rest) }
    }
  })
}

const takeItems = (items: readonly ListItem[], rest: Rest) =>
  takeEach(items, rest, (item) => ({ ...item, children: takeBlocks(item.children, rest) }))

/** The beginning of a tree, no longer than said, and whether that is not all of it. */
export function cutBlocks(blocks: readonly Block[], most: Extent): { blocks: Block[]; isCut: boolean } {
  // One more than there is room for tells whether it is all.
  const rest = { lines: most.lines + 1, characters: most.characters + 1 }
  const all = takeBlocks(blocks, rest)
  if (!isSpent(rest)) return { blocks: all, isCut: false }
  return { blocks: takeBlocks(blocks, { ...most }), isCut: true }
}
