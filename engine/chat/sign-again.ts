import type { Identity } from '../identity/identity.ts'
import type { EntryRow } from '../storage/database.ts'
import { parseContent } from '../wire/entry.ts'
import { dueByAuthorMs } from './lifetime.ts'
import { renameIn, type Renamed } from './rename-references.ts'
import { signEntry, type VerifiedEntry } from './signed-entry.ts'

/** What a row says, signed again under another number, with new names in it; undefined where nothing is left of it. */
export async function signAgain(
  identity: Identity,
  roomId: string,
  row: EntryRow,
  to: { readonly seq: number; readonly before: VerifiedEntry; readonly renamed: Renamed },
): Promise<VerifiedEntry | undefined> {
  const content = parseContent(row.signedText)
  if (!content) return undefined
  const { before, renamed, seq } = to
  const again = await signEntry(identity, roomId, {
    ...content,
    body: renameIn(content.body, renamed),
    seq,
    prev: [before.seq, before.digest],
    prevDueMs: dueByAuthorMs(before),
  })
  renamed.set(row.digest, [seq, again.digest])
  return again
}

/** An entry that was signed again, in its place in the list, in what was read, and with the same end. */
export function inPlaceOf(row: EntryRow, again: VerifiedEntry): EntryRow {
  const { dueAtMs, order, receivedAtMs, roomId, sortKey } = row
  return { ...again, order, roomId, sortKey, receivedAtMs, ...(dueAtMs !== undefined && { dueAtMs }) }
}

/** Whether an entry names one of those by its old name. */
export function namesAny({ signedText }: EntryRow, renamed: Renamed): boolean {
  const body = parseContent(signedText)?.body
  // Renaming gives the same values where nothing was named.
  return JSON.stringify(renameIn(body, renamed)) !== JSON.stringify(body)
}

/** A message that answers one of them, leading to where that is now; what its author signed stays. */
export function leadAnew(row: EntryRow, renamed: Renamed): EntryRow {
  const name = row.replyTo && renamed.get(row.replyTo.digest)
  return row.replyTo && name ? { ...row, replyTo: { ...row.replyTo, seq: name[0], digest: name[1] } } : row
}
