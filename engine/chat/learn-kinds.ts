import { limits } from '../base/limits.ts'
import type { EntryRow, SidetoneDatabase } from '../storage/database.ts'
import { parseContent } from '../wire/entry.ts'
import { applyChanges } from './changes.ts'
import { writeLog, type RoomLog } from './entry-store.ts'
import { asKept } from './lifetime.ts'
import { knownKinds, projectionOf } from './kinds/index.ts'

/** A row as this client would have written it. */
function readAgain(row: EntryRow): EntryRow {
  const read = { ...row }
  delete read.unreadKind
  delete read.isShown
  // What edits say of it is read once more, too.
  delete read.editSeq
  delete read.editedAtMs
  const content = parseContent(row.signedText)
  const prevDueMs = content?.prevDueMs
  const known = {
    ...read,
    ...(prevDueMs !== undefined && { prevDueMs }),
    ...(content && projectionOf(content)),
  }
  return asKept(known, 'past')
}

/**
 * Reads the entries of a room that came before this client, or the build before it, knew their kind; a batch at a time,
 * so that nothing waits for it.
 */
export async function learnKinds(
  database: SidetoneDatabase,
  room: RoomLog,
  onRead: (row: EntryRow) => void,
): Promise<void> {
  const { closed, roomId } = room
  const unread = database.entries.where('[roomId+unreadKind]').anyOf(knownKinds.map((kind) => [roomId, kind]))
  for (let isMore = true; isMore && !closed.aborted;) {
    isMore = await writeLog(database, room, async () => {
      const rows = (await unread.clone().limit(limits.learnBatchEntries).toArray()).map(readAgain)
      await database.entries.bulkPut(rows)
      await applyChanges(database, roomId, rows)
      for (const row of rows) onRead(row)
      return rows.length === limits.learnBatchEntries
    })
  }
}
