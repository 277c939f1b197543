import type { Logger } from '../base/log.ts'
import { done, refused, type Outcome } from '../base/outcome.ts'
import { storageProblem, type Problem } from '../base/problem.ts'
import type { PageScope } from '../wire/page-address.ts'
import { parseRelayUrl } from '../wire/relay-url.ts'
import type { Joined, JoinedRooms, Room } from './joined-rooms.ts'
import type { Own } from './own.ts'
import type { RejoinQueue } from './rejoin-queue.ts'
import type { RoomRecords } from './room-records.ts'
import {
  newPrivateTarget,
  targetByName,
  targetOfInvite,
  targetOfPage,
  targetOfRecord,
} from './room-target.ts'

/** What a person asks about rooms as such. */
export interface RoomCommands {
  /** Joins a public room by name, with the typed words as they are; a room that is joined already stays so. */
  join(typed: { name: string; relayUrl: string; roomName: string }): Promise<Joined>
  /** Makes a private room and joins it: nobody else can without its invite. */
  createRoom(typed: {
    name: string
    relayUrl: string
    roomName: string
    sharesHistory: boolean
  }): Promise<Joined>
  /** Joins the room of an invite, as it was pasted; one that is joined at another relay moves to the invite's. */
  joinInvite(typed: { name: string; invite: string }): Promise<Joined>
  /** Joins the room of a web page, by the address as the browser has it, or of its whole site. */
  joinPage(asked: { name: string; relayUrl: string; url: string; scope: PageScope }): Promise<Joined>
  /** Joins a room that is on disk, under the name that was typed last. `isWanted` is asked when it is found. */
  rejoin(roomId: string, isWanted?: () => boolean): Promise<Joined>
  /** Joins a room at another relay, as it was typed, and leaves it where it was. Refused, everything stays. */
  changeRelay(roomId: string, typedUrl: string): Promise<Joined>
  leave(roomId: string): Outcome
  /** Leaves every room, and gives up those that were to be joined again. */
  leaveAll(): void
  /** Leaves a room and deletes what was said there from this browser. */
  forget(roomId: string): Promise<Outcome>
}

export function createRoomCommands(options: {
  readonly log: Logger
  readonly rooms: JoinedRooms<Room>
  readonly records: RoomRecords
  readonly readOwn: () => Promise<Own | Problem>
  readonly rejoinQueue: Pick<RejoinQueue, 'drop' | 'ids'>
}): RoomCommands {
  const { log, records, rejoinQueue, rooms } = options

  async function readTarget(roomId: string) {
    try {
      return targetOfRecord(await records.get(roomId))
    } catch (error) {
      log.caught('room-unread', error)
      return { problem: storageProblem(error) }
    }
  }

  function saveLeft(roomId: string) {
    records.saveLeft(roomId).catch((error: unknown) => log.caught('leaving-not-saved', error))
  }

  async function changeRelay(roomId: string, typedUrl: string): Promise<Joined> {
    const relay = parseRelayUrl(typedUrl)
    if ('problem' in relay) return refused(relay.problem)
    const room = rooms.get(roomId)
    rooms.saveNow(roomId)
    const own = await options.readOwn()
    if ('kind' in own) return refused(own)
    const found = await readTarget(roomId)
    if ('problem' in found) return refused(found.problem)
    const target = { ...found.target, ...relay }
    const name = room?.view().me.name ?? own.settings.name
    return rooms.enter(
      name,
      { target },
      {
        moves: true,
        // Left while the new relay was asked.
        isWanted: () => !room || rooms.get(roomId) !== undefined,
        // A public room is what the form joins.
        ...(target.kind === 'public' && { typed: target }),
      },
    )
  }

  return {
    join: (typed) => rooms.enter(typed.name, targetByName(typed), { typed }),
    createRoom: (typed) => rooms.enter(typed.name, newPrivateTarget(typed)),
    joinInvite: (typed) => rooms.enter(typed.name, targetOfInvite(typed.invite), { moves: true }),
    joinPage: (asked) => rooms.enter(asked.name, targetOfPage(asked)),
    async rejoin(roomId, isWanted) {
      const own = await options.readOwn()
      if ('kind' in own) return refused(own)
      return rooms.enter(own.settings.name, readTarget(roomId), { ...(isWanted && { isWanted }) })
    },
    changeRelay,
    leave(roomId) {
      rejoinQueue.drop(roomId)
      if (!rooms.leave(roomId)) return refused({ kind: 'not-joined' })
      saveLeft(roomId)
      return done
    },
    leaveAll() {
      for (const roomId of [...rejoinQueue.ids(), ...rooms.ids()]) {
        rejoinQueue.drop(roomId)
        rooms.leave(roomId)
        saveLeft(roomId)
      }
    },
    async forget(roomId) {
      rejoinQueue.drop(roomId)
      rooms.leave(roomId)
      try {
        await records.forget(roomId)
        return done
      } catch (error) {
        log.caught('room-not-forgotten', error)
        return refused(storageProblem(error))
      }
    },
  }
}
