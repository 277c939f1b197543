import { limits } from '../base/limits.ts'
import type { EntryRow, SidetoneDatabase } from '../storage/database.ts'
import { parseContent } from '../wire/entry.ts'
import { applyChanges } from './changes.ts'
import { writeLog, type RoomLog } from './entry-store.ts'
import { knownKinds, projectionOf } from './kinds/index.ts'

/** A row as this client would have written it. */
function readAgain(row: EntryRow): EntryRow {
  const read = { ...row }
  delete read.unreadKind
  delete read.isShown
  const content = parseContent(row.signedText)
  return { ...read, ...(content && projectionOf(content)) }
}

/**
 * Reads the entries of a room that came before this client, or the build before it, knew their kind; a batch at a time,
 * so that nothing waits for it.
 */
export async function learnKinds(database: SidetoneDatabase, room: RoomLog): Promise<void> {
  const { closed, roomId } = room
  const unread = database.entries.where('[roomId+unreadKind]').anyOf(knownKinds.map((kind) => [roomId, kind]))
  for (let isMore = true; isMore && !closed.aborted;) {
    isMore = await writeLog(database, room, async () => {
      const rows = (await unread.clone().limit(limits.learnBatchEntries).toArray()).map(readAgain)
      await database.entries.bulkPut(rows)
      await applyChanges(database, roomId, rows)
      return rows.length === limits.learnBatchEntries
    })
  }
}
