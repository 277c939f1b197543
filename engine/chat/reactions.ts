import { Dexie } from 'dexie'
import { limits } from '../base/limits.ts'
import type { MarkRow, SidetoneDatabase, TargetKey } from '../storage/database.ts'
import { isEmoji } from './kinds/reaction.ts'

/** An emoji below an entry, and who answered with it. */
export interface Reaction {
  readonly emoji: string
  readonly people: readonly { readonly authorId: string; readonly name: string }[]
}

/** Whether a mark is a reaction that counts: what was taken back, or is no emoji, doesn't. */
const isShown = ({ isOn, value }: MarkRow) => isOn && isEmoji(value)

/** What is shown of an entry's marks: a person counts once for an emoji. */
function reactionsOf(marks: readonly MarkRow[]): Reaction[] {
  const byEmoji = new Map<string, MarkRow[]>()
  for (const mark of marks) {
    const known = byEmoji.get(mark.value)
    if (known) known.push(mark)
    else byEmoji.set(mark.value, [mark])
  }
  return [...byEmoji]
    .map(([emoji, rows]) => ({
      emoji,
      people: rows.map(({ authorId, authorName }) => ({ authorId, name: authorName })),
    }))
    .sort((a, b) => b.people.length - a.people.length || (a.emoji < b.emoji ? -1 : 1))
}

/** The reactions to entries of a room; of an entry with too many the first in order of emoji and author. */
export async function readReactions(
  { marks }: SidetoneDatabase,
  roomId: string,
  targets: readonly TargetKey[],
): Promise<Map<TargetKey, Reaction[]>> {
  // Most have none: one question for all of them.
  const keys = await marks
    .where('[roomId+target]')
    .anyOf(targets.map((target) => [roomId, target]))
    .uniqueKeys()
  const marked = keys.flatMap((key) => (Array.isArray(key) ? [String(key[1])] : []))
  const rows = await Promise.all(
    marked.map((target) =>
      marks
        .where('[roomId+target+kind+value+authorId]')
        .between([roomId, target, 'reaction', Dexie.minKey], [roomId, target, 'reaction', Dexie.maxKey])
        // What isn't shown takes no other's place.
        .filter(isShown)
        .limit(limits.maxReactionsRead)
        .toArray(),
    ),
  )
  return new Map(marked.map((target, index) => [target, reactionsOf(rows[index] ?? [])]))
}
