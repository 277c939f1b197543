import type { RoomRow } from '../storage/database.ts'

/** A joined private room, "Office", as it is on disk. */
export const sampleRoom = (more: Partial<RoomRow> = {}): RoomRow => ({
  roomId: 'room',
  kind: 'private',
  roomName: 'Office',
  secret: '',
  relayUrl: 'ws://relay.example/ws',
  sharesHistory: true,
  joinedAtMs: 0,
  shownAtMs: 0,
  isJoined: true,
  isMuted: false,
  readUpTo: 0,
  ...more,
})
