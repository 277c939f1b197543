import type { Wrapping } from './tree.ts'

/** A run of `*`, `_`, `~` or `|`, and what becomes of it: what it closes, then what is left of it, then what it opens. */
export interface Run {
  readonly type: 'run'
  readonly character: string
  readonly length: number
  readonly canOpen: boolean
  readonly canClose: boolean
  left: number
  readonly closes: Mark[]
  readonly opens: Mark[]
}

export interface Mark {
  readonly wrapping: Wrapping
  readonly typed: string
}

const space = /^\s$/u
const punctuation = /^[\p{P}\p{S}]$/u
// Words and punctuation of scripts without spaces, where emphasis begins and ends inside of what looks like one word.
const cjk =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}\u3000-\u303f\uff00-\uffef]$/u
const digit = /^\d$/

const isSpace = (character: string) => character === '' || space.test(character)
const isPunctuation = (character: string) => punctuation.test(character) && !cjk.test(character)

/** A character beside a place in a text, whole where it takes two units; empty at either end. */
const characterFrom = (text: string, at: number) => {
  const codePoint = text.codePointAt(at)
  return codePoint === undefined ? '' : String.fromCodePoint(codePoint)
}
function characterBefore(text: string, at: number): string {
  if (at === 0) return ''
  const isLow = /[\udc00-\udfff]/.test(text.charAt(at - 1))
  return characterFrom(text, isLow && at > 1 ? at - 2 : at - 1)
}

/** CommonMark's rule of which runs may open and close, friendlier to CJK, and with `2*3*4` left alone. */
export function runAt(text: string, start: number, length: number): Run {
  const character = text.charAt(start)
  const before = characterBefore(text, start)
  const after = characterFrom(text, start + length)
  const leans = (towards: string, from: string) =>
    !isSpace(towards) && (!isPunctuation(towards) || isSpace(from) || isPunctuation(from) || cjk.test(from))
  const isLeft = leans(after, before)
  const isRight = leans(before, after)
  const isInWord = character === '_' && isLeft && isRight
  const isProduct = character === '*' && digit.test(before) && digit.test(after)
  const isPair = character === '*' || character === '_' || length === 2
  return {
    type: 'run',
    character,
    length,
    canOpen: isPair && !isProduct && isLeft && (!isInWord || isPunctuation(before)),
    canClose: isPair && !isProduct && isRight && (!isInWord || isPunctuation(after)),
    left: length,
    closes: [],
    opens: [],
  }
}

/** "The rule of three" of CommonMark: `*a**b*` has no strong beginning inside of an emphasis. */
const breaksRuleOfThree = (opener: Run, closer: Run) =>
  (opener.canClose || closer.canOpen) &&
  (opener.length + closer.length) % 3 === 0 &&
  (opener.length % 3 !== 0 || closer.length % 3 !== 0)

const isPairOf = (opener: Run, closer: Run) =>
  opener.character === closer.character &&
  (opener.character === '~' || opener.character === '|' || !breaksRuleOfThree(opener, closer))

function join(opener: Run, closer: Run): void {
  const { character } = opener
  const count = opener.left >= 2 && closer.left >= 2 ? 2 : 1
  const wrapping =
    character === '~' ? 'strike' : character === '|' ? 'spoiler' : count === 2 ? 'strong' : 'emphasis'
  const mark: Mark = { wrapping, typed: character.repeat(count) }
  opener.left -= count
  closer.left -= count
  opener.opens.unshift(mark)
  closer.closes.push(mark)
}

/**
 * Pairs runs, in the order of the text. Linear: a search that fails is not made again over the same openers, and one that
 * succeeds drops those it passed.
 */
export function pairRuns(runs: readonly Run[]): void {
  const openers: Run[] = []
  const searchedTo = new Map<string, number>()
  const truncate = (length: number) => {
    openers.length = length
    for (const [kind, bottom] of searchedTo) if (bottom > length) searchedTo.set(kind, length)
  }
  for (const run of runs) {
    const kind = `${run.character}${run.canOpen}${run.length % 3}`
    while (run.canClose && run.left > 0) {
      const bottom = searchedTo.get(kind) ?? 0
      let at = openers.length - 1
      for (; at >= bottom; at--) {
        const opener = openers[at]
        if (opener && isPairOf(opener, run)) break
      }
      const opener = at >= bottom ? openers[at] : undefined
      if (!opener) {
        searchedTo.set(kind, openers.length)
        break
      }
      join(opener, run)
      truncate(opener.left > 0 ? at + 1 : at)
    }
    if (run.canOpen && run.left > 0) openers.push(run)
  }
}
