import * as v from 'valibot'
import { limits } from '../base/limits.ts'
import type { Problem } from '../base/problem.ts'
import type { EntryRow, TargetKey } from '../storage/database.ts'
import { hashSchema, seqSchema } from '../wire/entry.ts'
import type { EntryLog } from './entry-log.ts'
import { keyOf, parseTarget } from './kinds/reference.ts'
import { checkMessageText } from './message-text.ts'
import type { Said } from './own-entries.ts'

/** An entry that a panel shows, by author, number and digest (kinds/reference.ts). */
const targetSchema = v.pipe(
  v.string(),
  v.check((key) => {
    const { authorId, digest, seq } = parseTarget(key)
    return v.is(v.tuple([hashSchema, seqSchema, hashSchema]), [authorId, seq, digest])
  }),
)

const words = {
  text: v.string(),
  mentions: v.optional(v.pipe(v.array(hashSchema), v.maxLength(limits.maxMentions)), []),
  /** Shown as it was typed, without Markdown. */
  isPlain: v.optional(v.boolean(), false),
}

/** What a person may do in a room's chat. */
export const chatActSchema = v.variant('type', [
  v.object({ type: v.literal('say'), ...words, replyTo: v.optional(targetSchema) }),
  v.object({ type: v.literal('edit'), target: targetSchema, ...words }),
  v.object({ type: v.literal('delete'), target: targetSchema }),
  v.object({
    type: v.literal('react'),
    target: targetSchema,
    emoji: v.pipe(v.string(), v.minLength(1), v.maxLength(limits.maxEmojiCharacters)),
    isOn: v.boolean(),
  }),
  v.object({ type: v.literal('pin'), target: targetSchema, isOn: v.boolean() }),
])
export type ChatAct = v.InferOutput<typeof chatActSchema>
export type ChatActInput = v.InferInput<typeof chatActSchema>

const gone = { problem: { kind: 'message-gone' } } as const

/** A text that is still there under that key. */
async function findText(log: Pick<EntryLog, 'find'>, target: TargetKey): Promise<EntryRow | undefined> {
  const { authorId, seq } = parseTarget(target)
  const row = await log.find(authorId, seq)
  return row && keyOf(row) === target && row.kind === 'text' && !row.isGone ? row : undefined
}

const referenceTo = ({ authorId, digest, seq }: EntryRow) => [authorId, seq, digest]
const ownReferenceTo = ({ digest, seq }: EntryRow) => [seq, digest]

const bodyOf = ({ isPlain, mentions, text }: { text: string; mentions: string[]; isPlain: boolean }) => ({
  text,
  ...(mentions.length > 0 && { mentions }),
  ...(isPlain && { format: 'plain' }),
})

/** The entry that an act makes, or why it makes none. */
export async function entryOf(
  log: Pick<EntryLog, 'find' | 'editsOf'>,
  ownId: string,
  act: ChatAct,
): Promise<Said | { problem: Problem }> {
  const problem = 'text' in act ? checkMessageText(act.text) : undefined
  if (problem) return { problem }
  if (act.type === 'say') {
    if (act.replyTo === undefined) return { kind: 'text', body: bodyOf(act) }
    const answered = await findText(log, act.replyTo)
    return answered ? { kind: 'text', body: { ...bodyOf(act), replyTo: referenceTo(answered) } } : gone
  }
  const row = await findText(log, act.target)
  if (!row) return gone
  switch (act.type) {
    case 'react':
      return {
        kind: 'reaction',
        body: { target: referenceTo(row), emoji: act.emoji, isOn: act.isOn },
      }
    case 'pin':
      return { kind: 'pin', body: { target: referenceTo(row), isOn: act.isOn } }
    case 'edit':
      if (row.authorId !== ownId) return gone
      return { kind: 'edit', body: { target: ownReferenceTo(row), ...bodyOf(act) } }
    case 'delete': {
      if (row.authorId !== ownId) return gone
      const edits = await log.editsOf(act.target, limits.maxDroppedEdits)
      return {
        kind: 'delete',
        body: { target: ownReferenceTo(row), edits: edits.map(ownReferenceTo) },
      }
    }
  }
}
