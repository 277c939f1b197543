import { cleanName } from '../wire/names.ts'

/**
 * Letters of other scripts, and digits, that look like a Latin small letter in most fonts. A short list on purpose: what
 * merely resembles (rn and m, accents) stays another name, or honest people would be warned of each other.
 * After Unicode's confusables (https://www.unicode.org/reports/tr39/). Capitals follow from their small letters.
 */
const readAs: Readonly<Record<string, string>> = {
  // Cyrillic
  а: 'a',
  в: 'b',
  с: 'c',
  ԁ: 'd',
  е: 'e',
  ԍ: 'g',
  һ: 'h',
  н: 'h',
  і: 'i',
  ј: 'j',
  к: 'k',
  м: 'm',
  о: 'o',
  р: 'p',
  ԛ: 'q',
  ѕ: 's',
  т: 't',
  у: 'y',
  ү: 'y',
  ԝ: 'w',
  х: 'x',
  ӏ: 'l',
  // Greek
  α: 'a',
  β: 'b',
  ε: 'e',
  ζ: 'z',
  η: 'h',
  ι: 'i',
  κ: 'k',
  μ: 'm',
  ν: 'v',
  ο: 'o',
  ρ: 'p',
  ς: 'σ',
  τ: 't',
  υ: 'y',
  χ: 'x',
  ω: 'w',
  // Armenian
  օ: 'o',
  ս: 'u',
  հ: 'h',
  ո: 'n',
  // Latin
  ı: 'i',
  ɑ: 'a',
  ɡ: 'g',
  // Digits and signs
  '0': 'o',
  '1': 'l',
  '|': 'l',
  ǀ: 'l',
}

/**
 * Letters whose look depends on their case: a capital I is a stroke, as a small l is, and a small i is not. What is not
 * in this list looks like what it is read as.
 */
const seenAs: Readonly<Record<string, string>> = {
  I: 'l',
  // Cyrillic І and Ӏ, Greek Ι
  І: 'l',
  Ӏ: 'l',
  Ι: 'l',
  // Latin; a small l is read and seen as one.
  L: 'L',
  // Greek Ν, whose small letter looks like a v.
  Ν: 'n',
}

/** Letters that are one in the index, since one letter is read as the first and seen as the second. */
const indexedAs: Readonly<Record<string, string>> = { i: 'l', v: 'n' }

/** One letter of a name: read without its case, and as it is seen. */
interface Letter {
  readonly read: string
  readonly seen: string
}

/**
 * A name letter by letter. Decomposed, so that a letter stands at the same place whatever its case; without joiners,
 * which nobody sees.
 */
function lettersOf(name: string): Letter[] {
  const shown = cleanName(name)
    .normalize('NFKD')
    .replace(/\u200C|\u200D|\uFE0E|\uFE0F/g, '')
  return Array.from(cleanName(shown).normalize('NFKD'), (letter) => {
    const small = letter.toLowerCase()
    const read = readAs[small] ?? small
    return { read, seen: seenAs[letter] ?? read }
  })
}

/**
 * Whether two people's names are the same, or look it: case, width, composition and invisible characters do not
 * matter, nor whether a letter is Latin or only looks so. `AIice` with a capital I is `alice`, since its second letter
 * looks like an l; Ian and Lan are two names, since nothing of an I looks like an L.
 */
export function looksLike(one: string, other: string): boolean {
  const [letters, others] = [lettersOf(one), lettersOf(other)]
  return (
    letters.length === others.length &&
    letters.every(({ read, seen }, at) => read === others[at]?.read || seen === others[at]?.seen)
  )
}

/** Whether a name is no more than another with the same letters: whoever bears one has borne the other. */
export function isSameName(one: string, other: string): boolean {
  const text = (name: string) =>
    lettersOf(name)
      .map(({ read, seen }) => `${read} ${seen}`)
      .join('\n')
  return text(one) === text(other)
}

/**
 * A key that all names have in common that look like one name ({@link looksLike}), and some others have, too: an index to
 * find them by. In it i, l, I and 1 are one.
 */
export function nameKey(name: string): string {
  return lettersOf(name)
    .map(({ read }) => indexedAs[read] ?? read)
    .join('')
}
