import { inThread } from '@/engine/chat/sort-key.ts'
import { database } from './database.ts'

/** An older one is found by scrolling to it. */
const recentCount = 200

/** The newest own message of a room that can still be edited. */
export const findLastOwn = (roomId: string, ownId: string) =>
  inThread(database.entries, roomId)
    .reverse()
    .limit(recentCount)
    .filter((row) => row.authorId === ownId && row.kind === 'text' && !row.isGone)
    .first()
