import { emojiTable } from '@/engine/verification/emoji-table.ts'
import { t } from '@/words/words.ts'

/** The emoji at a place of the table, with its name in the browser's language. */
export function emojiAt(place: number): { glyph: string; name: string } {
  const [glyph, name] = emojiTable[place] ?? emojiTable[0]
  return { glyph, name: t(`emoji-${name}`) }
}

export const emojiTableSize = emojiTable.length
