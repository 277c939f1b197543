import type { Budget } from './budget.ts'
import { parseInline } from './inline.ts'
import { pushText } from './build-inline.ts'
import { markdownLimits } from './markdown-limits.ts'
import type { Block, Inline, ListItem } from './tree.ts'

const fence = /^( {0,3})(`{3,}(?=[^`]*$)|~{3,})(.*)$/
// Not `>_<` nor `>:(`.
const quoted = /^ {0,3}>(?:[ \t]|(?=>)|(?=\p{L})|$)/u
const heading = /^ {0,3}#{1,6}[ \t]+(?=\S)/
const listItem = /^( {0,3})(?:([-*+])|(\d{1,9})([.)]))[ \t]{1,4}(?=\S)/
const indent = /^ */

interface Taken {
  readonly block: Block
  /** The line behind it. */
  readonly next: number
}

/** Some lines of a text, a quote or a list item. */
interface Lines {
  readonly lines: readonly string[]
  readonly depth: number
  readonly budget: Budget
}

const isBlank = (line: string | undefined) => line?.trim() === ''

/**
 * The blocks of a text. Not quite CommonMark, but what people mean in a chat: each line break, blank line and leading
 * space stays; a quote ends where no `>` stands; headings are bold lines; there are no tables, rules, images or markup.
 */
export function parseBlocks(from: Lines): Block[] {
  const { lines, budget } = from
  const blocks: Block[] = []
  let text: string[] = []
  function endText(isLast: boolean): void {
    // A line feed at the end of a block shows nothing by itself.
    const blank = !isLast && isBlank(text.at(-1)) ? '\n' : ''
    if (text.length > 0)
      blocks.push({ type: 'lines', children: parseLines(`${text.join('\n')}${blank}`, budget) })
    text = []
  }
  for (let at = 0; at < lines.length && !budget.isSpent();) {
    const taken = takeBlock(from, at, text.at(-1))
    if (taken) {
      endText(false)
      budget.take(1)
      blocks.push(taken.block)
      at = taken.next
    } else {
      text.push(lines[at] ?? '')
      at++
    }
  }
  endText(true)
  return blocks
}

/** Nothing is emphasised across a blank line. */
function parseLines(text: string, budget: Budget): Inline[] {
  const children: Inline[] = []
  for (const part of text.split(/(\n(?:[ \t]*\n)+)/)) {
    const found: Inline[] = isBlank(part) ? [{ type: 'text', text: part }] : parseInline(part, budget)
    for (const node of found) {
      if (node.type === 'text') pushText(children, node.text)
      else children.push(node)
    }
  }
  return children
}

function takeBlock(from: Lines, at: number, lineBefore: string | undefined): Taken | undefined {
  const line = from.lines[at] ?? ''
  if (!/^ {0,3}[`~>#*+\-\d]/.test(line)) return
  return (
    takeFence(from, at) ??
    takeHeading(from, at) ??
    (from.depth < markdownLimits.maxBlockDepth
      ? (takeQuote(from, at) ?? takeList(from, at, lineBefore))
      : undefined)
  )
}

function takeFence({ lines }: Lines, at: number): Taken | undefined {
  const [, space = '', ticks, info = ''] = fence.exec(lines[at] ?? '') ?? []
  if (!ticks) return
  const content: string[] = []
  let next = at + 1
  let isClosed = false
  for (; next < lines.length && !isClosed; next++) {
    const line = lines[next] ?? ''
    const trimmed = line.trim()
    isClosed = trimmed.length >= ticks.length && trimmed === ticks.charAt(0).repeat(trimmed.length)
    if (!isClosed) content.push(line.slice(Math.min(space.length, indent.exec(line)?.[0].length ?? 0)))
  }
  // People close code behind its last line, too.
  const last = content.at(-1)
  if (!isClosed && last?.endsWith(ticks)) content[content.length - 1] = last.slice(0, -ticks.length)
  return { block: { type: 'code', info: info.trim(), text: content.join('\n') }, next }
}

function takeHeading({ lines, budget }: Lines, at: number): Taken | undefined {
  const line = lines[at] ?? ''
  const marks = heading.exec(line)?.[0]
  if (marks === undefined) return
  return { block: { type: 'heading', children: parseInline(line.slice(marks.length), budget) }, next: at + 1 }
}

function takeQuote({ lines, depth, budget }: Lines, at: number): Taken | undefined {
  const inside: string[] = []
  let next = at
  for (; next < lines.length; next++) {
    const line = lines[next] ?? ''
    const mark = quoted.exec(line)?.[0]
    if (mark === undefined) break
    inside.push(line.slice(mark.length))
  }
  return next === at
    ? undefined
    : { block: { type: 'quote', children: parseBlocks({ lines: inside, depth: depth + 1, budget }) }, next }
}

interface Marker {
  /** The bullet's character, or how the number ends. */
  readonly sign: string
  readonly number: number | undefined
  readonly indent: number
  readonly length: number
}

function markerOf(line: string): Marker | undefined {
  const [whole, space = '', bullet, digits, sign] = listItem.exec(line) ?? []
  if (whole === undefined) return
  const number = digits === undefined ? undefined : Number(digits)
  return { sign: bullet ?? sign ?? '', number, indent: space.length, length: whole.length }
}

function takeList(from: Lines, at: number, lineBefore: string | undefined): Taken | undefined {
  const { lines, depth, budget } = from
  const first = markerOf(lines[at] ?? '')
  if (!first) return
  // A sentence that goes on in a new line with "14. November" is no list.
  const isInText = lineBefore !== undefined && !isBlank(lineBefore)
  if (isInText && first.number !== undefined && first.number !== 1) return
  const items: ListItem[] = []
  let next = at
  for (let marker: Marker | undefined = first; marker?.sign === first.sign && budget.take(1);) {
    const item = takeItem(lines, next, marker)
    const children = parseBlocks({ lines: item.inside, depth: depth + 1, budget })
    items.push({ number: marker.number, children })
    next = item.next
    marker = markerOf(lines[next] ?? '')
  }
  const mark = first.number === undefined ? 'bullet' : first.sign === ')' ? ')' : '.'
  return { block: { type: 'list', mark, items }, next }
}

/** An item's lines: its first, and what is indented as far as its words, or nearly. */
function takeItem(lines: readonly string[], at: number, marker: Marker) {
  const inside = [(lines[at] ?? '').slice(marker.length)]
  const least = Math.min(marker.length, marker.indent + 2)
  let next = at + 1
  for (let ahead = next; ahead < lines.length; ahead++) {
    const line = lines[ahead] ?? ''
    if (isBlank(line)) continue
    const spaces = indent.exec(line)?.[0].length ?? 0
    const isInside = spaces >= least
    const isNext = !isInside && markerOf(line)?.sign === marker.sign
    if (isInside || isNext) {
      // A blank line within the list stays. The last of them would show nothing without one more.
      if (ahead > next) inside.push(...lines.slice(next, ahead).map(() => ''), ...(isNext ? [''] : []))
      next = ahead
    }
    if (!isInside) break
    inside.push(line.slice(Math.min(spaces, marker.length)))
    next = ahead + 1
  }
  return { inside, next }
}
