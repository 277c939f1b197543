import { Dexie } from 'dexie'
import type { RoomRow, SidetoneDatabase } from '../storage/database.ts'

/** More than are ever shown as a number. */
export const maxUnreadCounted = 100

/** What others said since a room was read, up to {@link maxUnreadCounted}; that we said something needs no reading. */
export const countUnread = (
  database: SidetoneDatabase,
  { roomId, readUpTo }: Pick<RoomRow, 'roomId' | 'readUpTo'>,
  ownId: string | undefined,
): Promise<number> =>
  database.entries
    .where('[roomId+isShown+order]')
    .between([roomId, 1, readUpTo], [roomId, 1, Dexie.maxKey], false, true)
    .filter((entry) => entry.authorId !== ownId)
    .limit(maxUnreadCounted)
    .count()
