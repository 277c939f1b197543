/** Stands in place of words that their author covered. */
const cover = '▒▒▒'

/**
 * A message's words as they may be shown outside of the message (a notification, a quote, an announcement), where nobody
 * asked to see what is covered. A text with several spoilers loses what's between them too: which bars pair is known
 * only to the Markdown parser, and too much covered is better than a word that wasn't to be seen.
 */
export function coverSpoilers(text: string, isPlain = false): string {
  const first = text.indexOf('||')
  const last = text.lastIndexOf('||')
  if (isPlain || first === -1 || last < first + 3) return text
  return text.slice(0, first) + cover + text.slice(last + 2)
}
