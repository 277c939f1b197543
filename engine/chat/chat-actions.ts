import * as v from 'valibot'
import { limits } from '../base/limits.ts'
import type { Problem } from '../base/problem.ts'
import type { FeatureAction } from '../session/feature.ts'
import type { EntryRow, TargetKey } from '../storage/database.ts'
import { hashSchema, seqSchema } from '../wire/entry.ts'
import type { EntryLog } from './entry-log.ts'
import { disappearAfterSchema } from './kinds/disappearing.ts'
import { keyOf, parseTarget } from './kinds/reference.ts'
import { isOver } from './lifetime.ts'
import { checkMessageText } from './message-text.ts'
import type { Said } from './own-writer.ts'
import type { Disappearing } from './settings.ts'

/** An entry that a panel shows, by author, number and digest (kinds/reference.ts). */
const targetSchema = v.pipe(
  v.string(),
  v.check((key) => {
    const { authorId, digest, seq } = parseTarget(key)
    return v.is(v.tuple([hashSchema, seqSchema, hashSchema]), [authorId, seq, digest])
  }),
)

const wordsEntries = {
  text: v.string(),
  /** Peer ids of the people whom the text names. */
  mentions: v.optional(v.pipe(v.array(hashSchema), v.maxLength(limits.maxMentions))),
  /** Shown as it was typed, without Markdown. */
  isPlain: v.optional(v.boolean()),
}

const schemas = {
  say: v.object({
    ...wordsEntries,
    replyTo: v.optional(targetSchema),
    /** By which the panel that says it knows it again. */
    nonce: v.optional(v.string()),
  }),
  edit: v.object({ ...wordsEntries, target: targetSchema }),
  delete: v.object({ target: targetSchema }),
  react: v.object({
    target: targetSchema,
    emoji: v.pipe(v.string(), v.minLength(1), v.maxLength(limits.maxEmojiCharacters)),
    isOn: v.boolean(),
  }),
  pin: v.object({ target: targetSchema, isOn: v.boolean() }),
  disappear: v.object({ afterS: disappearAfterSchema }),
  /** Something is being typed, and may be said soon. */
  prepare: v.object({}),
}
type Schemas = typeof schemas
type Input<Action extends keyof Schemas> = v.InferOutput<Schemas[Action]>

/** What a person may do in a room's chat. Each is done when it is on disk, and goes to everyone by itself. */
export type ChatActions = {
  readonly [Action in keyof Schemas]: FeatureAction<Input<Action>, Promise<Problem | undefined>>
}

export interface ChatActionsOptions {
  readonly ownId: string
  readonly log: Pick<EntryLog, 'find' | 'editsOf' | 'pinsOf'>
  readonly nowMs: () => number
  /** What an own entry is called now, which a panel may show by the name that it had. */
  readonly nameNow: (target: TargetKey) => TargetKey
  /** For how long messages of the room are kept. */
  readonly disappearing: () => Promise<Disappearing>
  /** Does ahead what else would be done while a person waits to see something sent. */
  readonly prepare: () => Promise<void>
  /** Writes an own entry; resolves with what kept it from that, if anything. What fails before it does the same. */
  readonly write: (
    entry: () => Said | Problem | Promise<Said | Problem>,
    nonce?: string,
  ) => Promise<Problem | undefined>
}

/** What was to be answered or changed isn't there, or isn't ours. */
const gone: Problem = { kind: 'message-gone' }

const referenceTo = ({ authorId, digest, seq }: EntryRow) => [authorId, seq, digest]
const ownReferenceTo = ({ digest, seq }: EntryRow) => [seq, digest]

const bodyOf = (
  { isPlain, mentions, text }: Omit<Input<'say'>, 'replyTo' | 'nonce'>,
  expiresAfterS: number | undefined,
) => ({
  text,
  ...(mentions && mentions.length > 0 && { mentions }),
  ...(isPlain && { format: 'plain' }),
  ...(expiresAfterS !== undefined && { expiresAfterS }),
})

/** As an entry names another one. */
function namedBy(target: TargetKey) {
  const { authorId, digest, seq } = parseTarget(target)
  return [authorId, seq, digest]
}

/** The actions of a room's chat: each makes one entry. */
export function createChatActions(options: ChatActionsOptions): ChatActions {
  const { log, nowMs, ownId, write } = options

  /** A text that is still there under that key. */
  async function findText(target: TargetKey): Promise<EntryRow | undefined> {
    const key = options.nameNow(target)
    const { authorId, seq } = parseTarget(key)
    const row = await log.find(authorId, seq)
    return row && keyOf(row) === key && row.kind === 'text' && !isOver(row, nowMs()) ? row : undefined
  }

  /** How long what is said now is kept; undefined for as long as anyone wants. */
  const lifetimeS = async () => (await options.disappearing()).afterS || undefined

  /** Other words go when the first ones do. */
  const restS = ({ dueAtMs }: EntryRow) =>
    dueAtMs === undefined ? undefined : Math.max(1, Math.ceil((dueAtMs - nowMs()) / 1_000))

  /** Makes an entry about a text that is there. */
  const writeAbout = (target: TargetKey, make: (row: EntryRow) => Said | Promise<Said>, nonce?: string) =>
    write(async () => {
      const row = await findText(target)
      return row ? make(row) : gone
    }, nonce)

  /** The same about one of ours. */
  const writeAboutOwn = (target: TargetKey, make: (row: EntryRow) => Said | Promise<Said>) =>
    parseTarget(target).authorId === ownId ? writeAbout(target, make) : Promise.resolve(gone)

  const act = <Action extends keyof Schemas>(
    action: Action,
    run: (input: Input<Action>) => Promise<Problem | undefined>,
  ) => ({ schema: schemas[action], run })

  return {
    say: act('say', async ({ nonce, replyTo, ...words }) => {
      const problem = checkMessageText(words.text)
      if (problem) return problem
      if (replyTo === undefined) {
        return write(async () => ({ kind: 'text', body: bodyOf(words, await lifetimeS()) }), nonce)
      }
      const answer = async (row: EntryRow): Promise<Said> => ({
        kind: 'text',
        body: { ...bodyOf(words, await lifetimeS()), replyTo: referenceTo(row) },
      })
      return writeAbout(replyTo, answer, nonce)
    }),
    edit: act('edit', async ({ target, ...words }) => {
      const problem = checkMessageText(words.text)
      if (problem) return problem
      return writeAboutOwn(target, (row) => ({
        kind: 'edit',
        body: { target: ownReferenceTo(row), ...bodyOf(words, restS(row)) },
      }))
    }),
    delete: act('delete', ({ target }) =>
      writeAboutOwn(target, async (row) => {
        const edits = await log.editsOf(keyOf(row), limits.maxDroppedEdits)
        return {
          kind: 'delete',
          body: { target: ownReferenceTo(row), edits: edits.map(ownReferenceTo) },
        }
      }),
    ),
    react: act('react', ({ emoji, isOn, target }) =>
      writeAbout(target, (row) => ({
        kind: 'reaction',
        body: { target: referenceTo(row), emoji, isOn },
      })),
    ),
    pin: act('pin', ({ isOn, target }) =>
      writeAbout(target, async (row) => {
        const body = { target: referenceTo(row), isOn }
        if (isOn) return { kind: 'pin', body }
        // Our own goes by itself.
        const others = (await log.pinsOf(keyOf(row))).filter(({ mark }) => mark.authorId !== ownId)
        if (others.length === 0) return { kind: 'pin', body }
        const takesBack = others.slice(0, limits.maxPinsTakenBack).map(({ entry }) => referenceTo(entry))
        return { kind: 'pin', body: { ...body, takesBack } }
      }),
    ),
    prepare: act('prepare', async () => {
      await options.prepare()
      return undefined
    }),
    disappear: act('disappear', ({ afterS }) =>
      write(async () => {
        const { replaces } = await options.disappearing()
        return { kind: 'disappearing', body: { afterS, replaces: replaces.map(namedBy) } }
      }),
    ),
  }
}
