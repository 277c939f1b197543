import { createRoomSession, type RoomSession, type RoomSessionOptions } from './session/room-session.ts'

/** A room that is joined, with all that can be done in it. */
export type OpenRoom = RoomSession

export type OpenRoomOptions = RoomSessionOptions

/** Joins a room: its session, and the features in it. */
export function openRoom(options: OpenRoomOptions): OpenRoom {
  return createRoomSession(options)
}
