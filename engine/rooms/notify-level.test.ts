import { expect, test } from 'vitest'
import type { RoomRow } from '../storage/database.ts'
import { createMemoryDatabase } from '../testing/memory-database.ts'
import { notifyLevelOf, type NotifyLevel } from './notify-level.ts'
import { muteRoom, setNotifyLevel } from './own-marks.ts'

const room: RoomRow = {
  roomId: 'room',
  kind: 'private',
  roomName: 'Office',
  secret: '',
  relayUrl: 'ws://relay.example/ws',
  sharesHistory: true,
  joinedAtMs: 0,
  shownAtMs: 0,
  isJoined: true,
  isMuted: true,
  readUpTo: 0,
}

test.each([
  ['private', 'all'],
  ['public', 'mentions'],
  ['page', 'mentions'],
] as const)('notify level: of a %s room it is %s until a person chooses', (kind, level) => {
  expect(notifyLevelOf({ kind, isMuted: false })).toBe(level)
})

test('notify level: what is chosen is kept, and a room that is muted for a while has it again', async () => {
  const database = createMemoryDatabase()
  await database.rooms.put(room)
  const level = async (): Promise<NotifyLevel> =>
    notifyLevelOf((await database.rooms.get(room.roomId)) ?? room)
  expect(await level()).toBe('none')
  await setNotifyLevel(database, room.roomId, 'mentions')
  expect(await level()).toBe('mentions')
  await setNotifyLevel(database, room.roomId, 'none')
  expect(await level()).toBe('none')
  await muteRoom(database, room.roomId, false)
  expect(await level()).toBe('mentions')
})
