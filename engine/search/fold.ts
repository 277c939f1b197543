/**
 * Texts as they are compared: without case, compatibility forms (full width, ligatures) and those marks that people
 * leave out when they look for a word: diacritics of Latin, Greek and Cyrillic letters, vowel points of Hebrew and
 * Arabic. Where a mark is a letter (Thai, the scripts of India, kana), it stays.
 */

/** A letter with its marks, which are folded together. The half-width sound marks of kana are no marks to Unicode. */
const clusterPattern = /[^\p{M}\uff9e\uff9f][\p{M}\uff9e\uff9f]*|[\p{M}\uff9e\uff9f]+/gsu
const ascii = /^[\0-\x7f]*$/
const takesDiacritics = /[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}]/u
const diacritics = /[\u0300-\u036f]/g
const vowelPoints =
  /[\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0640]/g
/** What looks like a letter with a mark and isn't one to Unicode, or has another form at the end of a word. */
const lookAlikes = new Map([
  ['đ', 'd'],
  ['ħ', 'h'],
  ['ı', 'i'],
  ['ł', 'l'],
  ['ø', 'o'],
  ['ß', 'ss'],
  ['æ', 'ae'],
  ['œ', 'oe'],
  ['ς', 'σ'],
])
const lookAlike = /[đħıłøßæœς]/gu

/** Most texts are written in few letters: each is folded once. Bounded, since a message may consist of all there are. */
const maxCached = 20_000
const cache = new Map<string, string>()

function foldCluster(cluster: string): string {
  const known = cache.get(cluster)
  if (known !== undefined) return known
  const lower = cluster.normalize('NFKD').toLowerCase().normalize('NFKD')
  const folded = (takesDiacritics.test(lower) ? lower.replace(diacritics, '') : lower)
    .replace(vowelPoints, '')
    .replace(lookAlike, (letter) => lookAlikes.get(letter) ?? letter)
    .normalize('NFC')
  if (cache.size >= maxCached) cache.clear()
  cache.set(cluster, folded)
  return folded
}

/** The text as it is compared with others. */
export function fold(text: string): string {
  if (ascii.test(text)) return text.toLowerCase()
  return text.normalize('NFC').replace(clusterPattern, foldCluster)
}

export interface FoldedWithPlaces {
  /** As {@link fold} gives it. */
  readonly folded: string
  /** The text in the composed form (NFC), which looks the same, and which the places are of. */
  readonly shown: string
  /** For each UTF-16 unit of `folded`, and its end, where in `shown` the letter begins that it came from. */
  readonly places: readonly number[]
}

/** The text as it is compared, and where each part of it stands in the text that is shown. */
export function foldWithPlaces(text: string): FoldedWithPlaces {
  const shown = text.normalize('NFC')
  const places: number[] = []
  let folded = ''
  for (const { 0: cluster, index } of shown.matchAll(clusterPattern)) {
    const part = foldCluster(cluster)
    folded += part
    for (let unit = 0; unit < part.length; unit++) places.push(index)
  }
  places.push(shown.length)
  return { folded, shown, places }
}
