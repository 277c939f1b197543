/** The kinds of log entries that this client knows: one file for each, and its line here. */
import { parseContent } from '../../wire/entry.ts'
import type { EntryKind, Projection } from './kind.ts'
import { textKind } from './text.ts'

const kinds = new Map<string, EntryKind>([textKind].map((kind) => [kind.kind, kind]))

/** Whether this client can show entries of a kind; others are kept, and passed on unread. */
export const isKnownKind = (kind: string): boolean => kinds.has(kind)

/** What the database keeps of a body; undefined where the kind is known and the body isn't one of it. */
export function projectionOf(kind: string, body: unknown): Projection | undefined {
  const known = kinds.get(kind)
  return known ? known.read(body) : {}
}

/** What is shown of an entry on disk, also of one that was kept unread by a client that didn't know its kind. */
export function shownOf(
  entry: Projection & { readonly kind: string; readonly signedText: string },
): Projection {
  if (entry.text !== undefined || !isKnownKind(entry.kind)) return entry
  const content = parseContent(entry.signedText)
  return (content && projectionOf(content.kind, content.body)) ?? {}
}
