import { nameKey } from './name-key.ts'

/** Names are no longer than this when they are found in a text; a decomposed letter is several characters. */
const maxSpan = 4
/** A text full of signs is no list of names. */
const maxSigns = 64

/**
 * Whether a text has a name after an `@`: by the letters, whatever their case. `@Ada` mentions Ada, also in `@ada’s` and
 * `(@ADA)`, and not in `@Adam`.
 */
export function mentionsName(text: string, name: string): boolean {
  const key = nameKey(name)
  if (key === '') return false
  const maxLength = name.length * maxSpan
  // Where words stand side by side, what follows a name says nothing.
  const standsAlone = !/[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}]$/u.test(name)
  let at = text.indexOf('@')
  for (let signs = 0; at >= 0 && signs < maxSigns; signs += 1) {
    if (beginsWith(text.slice(at + 1, at + 1 + maxLength + 1))) return true
    at = text.indexOf('@', at + 1)
  }
  return false

  function beginsWith(found: string): boolean {
    if (/^\s/.test(found)) return false
    for (let end = 1; end <= Math.min(found.length, maxLength); end += 1) {
      const ends = !standsAlone || !/^[\p{L}\p{N}\p{M}_]/u.test(found.slice(end))
      if (ends && nameKey(found.slice(0, end)) === key) return true
    }
    return false
  }
}
