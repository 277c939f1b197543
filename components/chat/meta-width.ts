/** Letters that take twice the room of others. */
const wide = /[\u1100-\u11ff\u2e80-\ua4cf\uac00-\ud7af\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60]/gu
const pxPerCharacter = 6.1
const gapPx = 6

/** About how wide some words are beside each other in the small type of a message's last line, in CSS pixels. */
export function metaWidthPx(words: readonly string[]): number {
  const widths = words.map((word) => pxPerCharacter * (word.length + (word.match(wide)?.length ?? 0)) + gapPx)
  return Math.ceil(widths.reduce((sum, width) => sum + width, gapPx))
}

/** Whether the last line of a text is read from the right, so that what stands at its end is on the left. */
export const endsRightToLeft = (text: string): boolean =>
  /^[^\p{L}]*[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/u.test(text.slice(text.lastIndexOf('\n') + 1))
