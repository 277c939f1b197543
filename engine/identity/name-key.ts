import { canonicalRoomName } from '../wire/names.ts'

/**
 * Letters of other scripts, and digits, that look like a Latin small letter in most fonts. A short list on purpose: what
 * merely resembles (rn and m, accents) stays another name, or honest people would be warned of each other.
 * After Unicode's confusables (https://www.unicode.org/reports/tr39/).
 */
const lookAlikes: Record<string, string> = {
  // Cyrillic
  а: 'a',
  в: 'b',
  с: 'c',
  ԁ: 'd',
  е: 'e',
  һ: 'h',
  н: 'h',
  і: 'i',
  ӏ: 'l',
  ј: 'j',
  к: 'k',
  м: 'm',
  о: 'o',
  р: 'p',
  ԛ: 'q',
  ѕ: 's',
  т: 't',
  у: 'y',
  ԝ: 'w',
  х: 'x',
  // Greek
  α: 'a',
  β: 'b',
  ε: 'e',
  η: 'h',
  ι: 'i',
  κ: 'k',
  μ: 'm',
  ν: 'v',
  ο: 'o',
  ρ: 'p',
  τ: 't',
  υ: 'y',
  χ: 'x',
  ω: 'w',
  ı: 'i',
  '0': 'o',
  '1': 'l',
  '|': 'l',
}

/**
 * The form by which two people's names are the same, or look it: case, width, composition and invisible characters do
 * not matter, nor whether a letter is Latin or only looks so.
 */
export function nameKey(name: string): string {
  const canonical = canonicalRoomName(name).replace(/\p{DI}/gu, '')
  return Array.from(canonical, (letter) => lookAlikes[letter] ?? letter).join('')
}
