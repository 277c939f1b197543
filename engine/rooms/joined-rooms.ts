import type { Clock } from '../base/environment.ts'
import { limits } from '../base/limits.ts'
import type { Logger } from '../base/log.ts'
import { refused, type Outcome } from '../base/outcome.ts'
import type { Problem } from '../base/problem.ts'
import type { Identity } from '../identity/identity.ts'
import type { SettingsRow } from '../storage/database.ts'
import { parseName } from '../wire/names.ts'
import { deriveRoomKeys, type RoomKeys } from '../wire/room-keys.ts'
import type { Own } from './own.ts'
import type { RoomRecords } from './room-records.ts'
import type { FoundTarget, RoomTarget } from './room-target.ts'

export type Joined = Outcome<{ roomId: string }>

/** All that it takes to be in a room. */
export interface Entry {
  readonly target: RoomTarget
  readonly keys: RoomKeys
  readonly identity: Identity
  /** Our name there. */
  readonly name: string
}

/** What is needed of a room while we are in it. */
export interface Room {
  readonly view: () => { readonly relayUrl: string; readonly me: { readonly name: string } }
  tryNow(): void
  leave(): void
}

/** How a room is entered, besides under which name. */
export interface Entering {
  /** Remembered for the next time that the form is shown. */
  readonly typed?: { readonly relayUrl: string; readonly roomName: string }
  /** A room that is joined at another relay moves; otherwise it stays where it is. */
  readonly moves?: boolean
  /** Whether the person still wants it, asked when all answers are there. */
  readonly isWanted?: () => boolean
}

export interface JoinedRoomsOptions<Joining extends Room> {
  readonly clock: Clock
  readonly log: Logger
  readonly records: RoomRecords
  readonly readOwn: () => Promise<Own | Problem>
  /** Joins a room, under these keys and this name. */
  readonly openRoom: (entry: Entry) => Joining
  /** Why no path leads to a room at this relay, as the settings are. */
  readonly refusal: (settings: SettingsRow, relayUrl: string) => Promise<Problem | undefined>
  /** Keeps what was typed to join, for the next time. */
  readonly remember: (typed: Partial<SettingsRow>) => Promise<void>
  readonly onEntered: (room: Joining) => void
  readonly onLeft: (roomId: string) => void
  /** A room is about to go on at another relay: its links have ended. */
  readonly onMoved: (roomId: string) => void
}

/** The rooms that we are in: how one is entered, and left. */
export function createJoinedRooms<Joining extends Room>(options: JoinedRoomsOptions<Joining>) {
  const { clock, log, records } = options
  const rooms = new Map<string, Joining>()
  /** Of rooms whose joining was not remembered yet: does it now. */
  const saveNow = new Map<string, () => void>()

  /** Ends a room here, and says so. */
  function end(roomId: string, room: Joining, say: (roomId: string) => void) {
    rooms.delete(roomId)
    // Before anyone hears of it: the join form shows what was typed last.
    saveNow.get(roomId)?.()
    room.leave()
    say(roomId)
  }

  /** Why a room that is not there, or not yet at this relay, cannot be entered now. */
  async function refusalOf(roomId: string, { relayUrl }: RoomTarget, own: Own, how: Entering) {
    const problem = isAt(roomId, relayUrl, how) ? undefined : await options.refusal(own.settings, relayUrl)
    if (problem) return problem
    return how.isWanted?.() === false ? ({ kind: 'not-joined' } as const) : undefined
  }

  /** Whether we are in the room, and where it should be. */
  function isAt(roomId: string, relayUrl: string, { moves }: Entering): boolean {
    const room = rooms.get(roomId)
    return room !== undefined && !(moves && room.view().relayUrl !== relayUrl)
  }

  /** Remembers the room, and what was typed for the next time. Nobody waits for it. */
  function saveLater(roomId: string, target: RoomTarget, typed: Partial<SettingsRow>) {
    const cancel = clock.after(limits.saveDelayMs, save)
    saveNow.set(roomId, save)

    function save() {
      cancel()
      saveNow.delete(roomId)
      Promise.all([
        options.remember(typed),
        records.saveJoined(roomId, target, clock.nowMs()),
        // The room works without; it only has to be typed again.
      ]).catch((error: unknown) => log.caught('join-not-remembered', error))
    }
  }

  /** Joins a room under a typed name. A room that is joined already stays so. */
  async function enter(
    typedName: string,
    finding: FoundTarget | Promise<FoundTarget>,
    how: Entering = {},
  ): Promise<Joined> {
    const name = parseName(typedName)
    if ('problem' in name) return refused(name.problem)
    const found = await finding
    if ('problem' in found) return refused(found.problem)
    const { target } = found
    const { roomName, relayUrl } = target
    const [keys, own] = await Promise.all([deriveRoomKeys(target.kind, target.secret), options.readOwn()])
    if ('kind' in own) return refused(own)
    const { roomId } = keys
    const problem = await refusalOf(roomId, target, own, how)
    if (problem) return refused(problem)
    if (isAt(roomId, relayUrl, how)) return { ok: true, value: { roomId } }
    const before = rooms.get(roomId)
    if (!before && rooms.size >= limits.maxJoinedRooms) {
      return refused({ kind: 'too-many-rooms', max: limits.maxJoinedRooms })
    }
    if (before) end(roomId, before, options.onMoved)
    const room = options.openRoom({ target, keys, identity: own.identity, name: name.name })
    rooms.set(roomId, room)
    options.onEntered(room)
    // While the network works on the first link.
    saveLater(roomId, target, how.typed ? { ...name, relayUrl, roomName } : name)
    return { ok: true, value: { roomId } }
  }

  return {
    get: (roomId: string) => rooms.get(roomId),
    all: () => [...rooms.values()],
    ids: () => [...rooms.keys()],
    enter,
    /** Leaves a room; false where we are not in it. */
    leave(roomId: string): boolean {
      const room = rooms.get(roomId)
      if (room) end(roomId, room, options.onLeft)
      return room !== undefined
    },
    /** What is not remembered yet could not be read: remembers it now. */
    saveNow: (roomId: string) => saveNow.get(roomId)?.(),
  }
}

export type JoinedRooms<Joining extends Room> = ReturnType<typeof createJoinedRooms<Joining>>
