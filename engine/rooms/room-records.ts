import { Dexie } from 'dexie'
import type { RoomRow, SidetoneDatabase } from '../storage/database.ts'
import { toBase64Url } from '../base/base64url.ts'
import { createTurns } from '../base/in-turn.ts'
import type { RoomTarget } from './room-target.ts'

/** The rooms that this browser knows, as the engine writes them: one write after the other. */
export function createRoomRecords(database: SidetoneDatabase) {
  const { rooms, strict } = database
  /** So that a room that was joined and left at once is left in the end. */
  const inTurn = createTurns()

  return {
    get: (roomId: string) => inTurn(() => rooms.get(roomId)),

    /**
     * Notes that a room is joined. What is known of it stays: its local name, what was read, whether it is muted. Its
     * secret is on the disk when this resolves, since nobody else may have it.
     */
    saveJoined: (roomId: string, target: RoomTarget, nowMs: number) =>
      inTurn(() =>
        strict.transaction('rw', strict.rooms, async () => {
          const { roomName, relayUrl } = target
          const known = await strict.rooms.get(roomId)
          const fresh: RoomRow = {
            roomId,
            ...target,
            secret: toBase64Url(target.secret),
            joinedAtMs: nowMs,
            shownAtMs: nowMs,
            isJoined: true,
            isMuted: false,
            readUpTo: 0,
          }
          await strict.rooms.put(known ? { ...known, roomName, relayUrl, isJoined: true } : fresh)
        }),
      ),

    saveLeft: (roomId: string) => inTurn(() => rooms.update(roomId, { isJoined: false })),

    /** Of all rooms that are not joined now, however they ended. */
    saveEnded: (joined: ReadonlySet<string>) =>
      inTurn(() =>
        rooms.filter((row) => row.isJoined && !joined.has(row.roomId)).modify({ isJoined: false }),
      ),

    /** Those that were joined when the browser closed, the last one first. */
    joinedBefore: () =>
      inTurn(async () => {
        const rows = await rooms.filter((row) => row.isJoined).toArray()
        return rows.sort((a, b) => b.shownAtMs - a.shownAtMs)
      }),

    /**
     * Deletes a room with its messages and its draft. The number of our last message there stays: others keep what
     * we said, and a number that is used twice would look like a forgery.
     */
    forget: (roomId: string) =>
      inTurn(() =>
        database.transaction('rw', database.tables, async () => {
          const { entries, equivocations, marks, receipts, seenRanges, versionVectors } = database
          const [first, last] = [
            [roomId, Dexie.minKey],
            [roomId, Dexie.maxKey],
          ]
          await entries.where('[roomId+order]').between(first, last).delete()
          await marks.where('[roomId+target]').between(first, last).delete()
          await equivocations.where('[roomId+authorId+seq+digest]').between(first, last).delete()
          // Or others would be told that we still have it, and that they have what they do not.
          await versionVectors.where('[roomId+authorId]').between(first, last).delete()
          await receipts.where('[roomId+peerId]').between(first, last).delete()
          await seenRanges.where('[roomId+authorId+readerId]').between(first, last).delete()
          await database.drafts.delete(roomId)
          await rooms.delete(roomId)
        }),
      ),
  }
}

export type RoomRecords = ReturnType<typeof createRoomRecords>
