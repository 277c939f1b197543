import { findAddresses, parseTarget, type FoundAddress } from './addresses.ts'
import type { Budget } from './budget.ts'
import { buildInline, type Token } from './build-inline.ts'
import { pairRuns, runAt, type Run } from './delimiters.ts'
import { namesOtherHost } from './hosts.ts'
import { markdownLimits } from './markdown-limits.ts'
import type { Inline } from './tree.ts'

const special = /[\\`*_~|[\]]/g
const escaped = /[`*_~|[\]]/
const visible = /[^\s\p{C}]/u
/** An address in brackets may have this many of its own open, or a text of nothing but brackets would be slow. */
const maxOpenParentheses = 3

interface OpenBracket {
  readonly token: Token & { type: 'bracket' }
  readonly at: number
  /** How many tokens and runs there were before it. */
  readonly tokens: number
  readonly runs: number
}

/** Words with emphasis, code, spoilers, links and addresses in them. Takes time in proportion to the text's length. */
export function parseInline(text: string, budget: Budget): Inline[] {
  const tokens: Token[] = []
  const runs: Run[] = []
  const addresses = findAddresses(text, budget)
  const codeEnds = createCodeEnds(text)
  let brackets: OpenBracket[] = []
  let nextAddress = 0
  let at = 0

  function take(address: FoundAddress): number {
    tokens.push({ type: 'address', address, typed: text.slice(address.start, address.end), isWord: false })
    return address.end
  }

  function takeRun(start: number, length: number): number {
    const run = runAt(text, start, length)
    tokens.push(run)
    runs.push(run)
    return start + length
  }

  function takeCode(start: number, length: number): number {
    const end = codeEnds(start, length)
    if (end === undefined) return takeText(start, start + length)
    const typed = text.slice(start + length, end)
    const isPadded = typed.startsWith(' ') && typed.endsWith(' ') && typed.trim() !== ''
    tokens.push({ type: 'code', text: isPadded ? typed.slice(1, -1) : typed })
    return end + length
  }

  function takeText(start: number, end: number): number {
    tokens.push({ type: 'text', text: text.slice(start, end) })
    return end
  }

  function openBracket(start: number): number {
    const token = { type: 'bracket' as const }
    // What is an image elsewhere is text here.
    if (text.charAt(start - 1) === '!') return takeText(start, start + 1)
    brackets.push({ token, at: start, tokens: tokens.length, runs: runs.length })
    tokens.push(token)
    return start + 1
  }

  function closeBracket(start: number): number {
    const open = brackets.pop()
    const end = open && destinationEnd(text, start + 1)
    const target = end && parseTarget(text.slice(start + 2, end - 1))
    const words = open ? text.slice(open.at + 1, start) : ''
    if (!open || !end || !target || !visible.test(words)) return takeText(start, start + 1)
    pairRuns(runs.splice(open.runs))
    for (const token of tokens.slice(open.tokens)) if (token.type === 'address') token.isWord = true
    Object.assign(open.token, { target, showsHost: namesOtherHost(words, target) })
    tokens.push({ type: 'linkEnd', typed: text.slice(start, end) })
    // No link is in another: the brackets around this one are text.
    brackets = []
    return end
  }

  function takeSpecial(start: number): number {
    const character = text.charAt(start)
    if (character === '[') return openBracket(start)
    if (character === ']') return closeBracket(start)
    if (character === '\\') {
      // ¯\_(ツ)_/¯ keeps its arm.
      if (text.startsWith('¯\\_', start - 1)) return takeText(start, start + 2)
      const end = start + escapeLength(text, start)
      if (end > start) return takeText(start + 1, end)
      return takeText(start, start + 1)
    }
    let length = 1
    while (text.charAt(start + length) === character) length++
    return character === '`' ? takeCode(start, length) : takeRun(start, length)
  }

  while (at < text.length && budget.take(1)) {
    while ((addresses[nextAddress]?.start ?? Infinity) < at) nextAddress++
    const address = addresses[nextAddress]
    special.lastIndex = at
    const next = Math.min(special.exec(text)?.index ?? text.length, address?.start ?? text.length)
    if (next > at) at = takeText(at, next)
    else if (address?.start === at) at = take(address)
    else at = takeSpecial(at)
  }
  if (budget.isSpent()) return []
  pairRuns(runs)
  return buildInline(tokens)
}

/** A backslash and what it takes the meaning of; 0 where it is one to be seen, as in `C:\temp` and `\\server`. */
function escapeLength(text: string, at: number): number {
  const next = text.charAt(at + 1)
  if (escaped.test(next)) return 2
  if (next === '\\') return escaped.test(text.charAt(at + 2)) ? 2 : 0
  const lineStart = text.lastIndexOf('\n', at - 1) + 1
  if (at - lineStart > 12) return 0
  const before = text.slice(lineStart, at).trimStart()
  if (/^[>#+-]/.test(next) && before === '') return 2
  return /^[.)]/.test(next) && /^\d+$/.test(before) ? 2 : 0
}

/** Where the brackets of `](…)` end, of which the first is expected at a place; undefined where they don't. */
function destinationEnd(text: string, start: number): number | undefined {
  if (text.charAt(start) !== '(') return
  const last = Math.min(text.length, start + markdownLimits.maxUrlCharacters)
  let depth = 0
  for (let at = start; at < last; at++) {
    const character = text.charAt(at)
    if (character === '(' && ++depth > maxOpenParentheses) return
    if (character === ')' && --depth === 0) return at + 1
    if (/[\s<>]/.test(character)) return
  }
  return
}

/** Where the runs of backticks begin, by their length, the last ones first. */
function backtickRuns(text: string): Map<number, number[]> {
  const starts = new Map<number, number[]>()
  for (const { 0: run, index } of text.matchAll(/`+/g)) {
    const known = starts.get(run.length)
    if (known) known.push(index)
    else starts.set(run.length, [index])
  }
  for (const found of starts.values()) found.reverse()
  return starts
}

/** Finds the run of backticks that ends code: as long as the one that began it. Each run is looked at once. */
function createCodeEnds(text: string) {
  let starts: Map<number, number[]> | undefined
  return (start: number, length: number): number | undefined => {
    starts ??= backtickRuns(text)
    const ends = starts.get(length)
    while (ends?.length && (ends.at(-1) ?? 0) <= start) ends.pop()
    return ends?.at(-1)
  }
}
