/** The kinds of log entries that this client knows: one file for each, and its line here. */
import type { Projection } from '../../storage/database.ts'
import { parseContent } from '../../wire/entry.ts'
import { deleteKind } from './delete.ts'
import { disappearingKind } from './disappearing.ts'
import { editKind } from './edit.ts'
import type { EntryKind } from './kind.ts'
import { pinKind } from './pin.ts'
import { reactionKind } from './reaction.ts'
import { textKind } from './text.ts'

const kinds = new Map<string, EntryKind>(
  [textKind, editKind, deleteKind, reactionKind, pinKind, disappearingKind].map((kind) => [kind.kind, kind]),
)

/** Their names. */
export const knownKinds: readonly string[] = [...kinds.keys()]

/** Whether this client can show entries of a kind; others are kept, and passed on unread. */
export const isKnownKind = (kind: string): boolean => kinds.has(kind)

interface Content {
  readonly kind: string
  readonly body: unknown
  readonly author: string
}

/**
 * What the database keeps of a body; undefined where the entry is malformed. Every client has always known `text`, so
 * nobody passes a bad one on; of the other kinds, one who doesn't know them would, and isn't to blame: nothing comes of it.
 */
export function projectionOf({ author, body, kind }: Content): Projection | undefined {
  const known = kinds.get(kind)
  if (!known) return { isShown: 1, unreadKind: kind }
  return known.read(body, author) ?? (known === textKind ? undefined : {})
}

/** What is shown of an entry on disk, also of one that was kept unread by a client that didn't know its kind. */
export function shownOf(
  entry: Projection & { readonly kind: string; readonly signedText: string },
): Projection {
  if (entry.text !== undefined || !isKnownKind(entry.kind)) return entry
  const content = parseContent(entry.signedText)
  return (content && projectionOf(content)) ?? {}
}
