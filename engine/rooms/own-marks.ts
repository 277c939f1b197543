import type { Problem } from '../base/problem.ts'
import type { NotifyLevel } from './notify-level.ts'
import type { RoomRow, SidetoneDatabase } from '../storage/database.ts'
import { parseRoomName } from '../wire/names.ts'

/**
 * What a person keeps of a room for themselves: a name, whether it is muted, what was read. No member hears of it and
 * no connection depends on it, so panels write it themselves, like drafts.
 */

/** Gives a room a name that only this browser shows; an empty one takes it away again. */
export async function renameRoom(
  database: SidetoneDatabase,
  roomId: string,
  typed: string,
): Promise<Problem | undefined> {
  const name = parseRoomName(typed)
  if ('problem' in name && name.problem.kind !== 'room-name-empty') return name.problem
  await change(database, roomId, (row) => {
    if ('problem' in name || name.roomName === row.roomName) delete row.localName
    else row.localName = name.roomName
  })
  return undefined
}

export async function muteRoom(database: SidetoneDatabase, roomId: string, isMuted: boolean): Promise<void> {
  await change(database, roomId, (row) => {
    row.isMuted = isMuted
  })
}

/** Which messages of a room notify. A room that is muted and no longer so has what was chosen before. */
export async function setNotifyLevel(
  database: SidetoneDatabase,
  roomId: string,
  level: NotifyLevel,
): Promise<void> {
  await change(database, roomId, (row) => {
    row.isMuted = level === 'none'
    if (level !== 'none') row.notify = level
  })
}

/** Everything up to this message was seen; never less than before. */
export async function markRead(database: SidetoneDatabase, roomId: string, order: number): Promise<void> {
  await change(database, roomId, (row) => {
    row.readUpTo = Math.max(row.readUpTo, order)
  })
}

/** A panel turned to this room. */
export async function markShown(database: SidetoneDatabase, roomId: string, nowMs: number): Promise<void> {
  await change(database, roomId, (row) => {
    row.shownAtMs = nowMs
  })
}

async function change(
  database: SidetoneDatabase,
  roomId: string,
  act: (row: RoomRow) => void,
): Promise<void> {
  // One transaction: what another context writes meanwhile stays.
  await database.rooms.where('roomId').equals(roomId).modify(act)
}
