import { markdownLimits } from './markdown-limits.ts'

const emoji = new RegExp(String.raw`^[\p{RGI_Emoji}[\p{Extended_Pictographic}--[©®™]]]`, 'v')
/** The longest emoji there is has fewer units. */
const maxEmojiUnits = 36

/** Whether a text is a few emoji and nothing else, which are shown large. */
export function isEmojiOnly(text: string): boolean {
  let rest = text.trim()
  if (rest === '' || rest.length > markdownLimits.maxLargeEmoji * maxEmojiUnits) return false
  for (let count = 0; count < markdownLimits.maxLargeEmoji && rest !== ''; count++) {
    const found = emoji.exec(rest)?.[0]
    if (found === undefined) return false
    rest = rest.slice(found.length).trimStart()
  }
  return rest === ''
}
