import { fold } from './fold.ts'

/**
 * What of a text is found. Words, from their beginning on; and where a script puts no spaces between them, each pair of
 * neighbouring letters, so that any part of two letters or more is found. A dictionary (`Intl.Segmenter`) would cut the
 * same words differently in a question and in a sentence, and then not find them.
 */

/** Scripts without spaces between words, and Korean, whose words carry endings. */
const unspaced =
  String.raw`\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}` +
  String.raw`\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Tibetan}\u30fc`
const run = new RegExp(
  String.raw`(?<unspaced>[${unspaced}]+)|(?<word>(?:(?![${unspaced}])[\p{L}\p{N}\p{M}])+|\p{Extended_Pictographic})`,
  'gu',
)

interface Run {
  readonly text: string
  readonly isUnspaced: boolean
}

function* runsOf(folded: string): Generator<Run> {
  for (const { groups = {} } of folded.matchAll(run)) {
    const { unspaced: letters, word } = groups
    if (letters !== undefined) yield { text: letters, isUnspaced: true }
    else if (word !== undefined) yield { text: word, isUnspaced: false }
  }
}

function* pairsOf(letters: readonly string[]): Generator<string> {
  for (let at = 0; at + 1 < letters.length; at++) yield `${letters[at] ?? ''}${letters[at + 1] ?? ''}`
}

/** A word of many thousand letters is no word, and is found by its beginning. */
const maxWordLength = 64

/** The terms under which a text is found, each once. */
export function termsOf(text: string): Set<string> {
  const terms = new Set<string>()
  for (const { text: found, isUnspaced } of runsOf(fold(text))) {
    if (!isUnspaced) {
      terms.add(found.slice(0, maxWordLength))
      continue
    }
    const letters = Array.from(found)
    for (const pair of pairsOf(letters)) terms.add(pair)
    // By itself: the last letter begins no pair, and one letter is looked for as the beginning of a pair.
    terms.add(letters.at(-1) ?? '')
  }
  return terms
}

/** What somebody looks for. */
export interface Question {
  /** Beginnings of terms, all of which a text must have. */
  readonly beginnings: readonly string[]
  /** What stands together in a text that is found, as {@link fold} gives it; more than its terms can say. */
  readonly parts: readonly string[]
}

/** What is looked for with a text as a person types it; undefined where that has nothing to look for. */
export function questionOf(typed: string): Question | undefined {
  const beginnings = new Set<string>()
  const parts = new Set<string>()
  for (const { text: found, isUnspaced } of runsOf(fold(typed.slice(0, maxTypedLength)))) {
    parts.add(found)
    const letters = Array.from(found)
    if (!isUnspaced || letters.length === 1) beginnings.add(found.slice(0, maxWordLength))
    else for (const pair of pairsOf(letters)) beginnings.add(pair)
  }
  return beginnings.size === 0 ? undefined : { beginnings: [...beginnings], parts: [...parts] }
}

const maxTypedLength = 200

/** Where the parts of a question stand in a folded text: words at a beginning, letters without spaces anywhere. */
export function placesOf(folded: string, parts: readonly string[]): { from: number; to: number }[] {
  const places: { from: number; to: number }[] = []
  for (const { groups = {}, index } of folded.matchAll(run)) {
    const { unspaced: letters, word } = groups
    for (const part of parts) {
      if (word?.startsWith(part)) places.push({ from: index, to: index + part.length })
      for (
        let at = letters?.indexOf(part) ?? -1;
        at >= 0;
        at = letters?.indexOf(part, at + part.length) ?? -1
      ) {
        places.push({ from: index + at, to: index + at + part.length })
      }
    }
  }
  return places.sort((a, b) => a.from - b.from || b.to - a.to)
}

/** Whether a text has all parts of a question, as they were typed. */
export function answers(text: string, { parts }: Question): boolean {
  const folded = fold(text)
  return parts.every((part) => placesOf(folded, [part]).length > 0)
}
