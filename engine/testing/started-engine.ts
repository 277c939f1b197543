import { expect } from 'vitest'
import { limits } from '../base/limits.ts'
import { createEngine, type EngineEvent } from '../engine.ts'
import type { Joined } from '../rooms/joined-rooms.ts'
import type { RoomRow } from '../storage/database.ts'
import { eventually } from './eventually.ts'
import { createFakeEnvironment } from './fake-environment.ts'
import { createMemoryDatabase } from './memory-database.ts'

/** What somebody types to join the lobby, and to make a private room. */
export const typed = { name: 'Ada', relayUrl: 'ws://relay.example/ws', roomName: 'lobby' }
export const newRoom = { ...typed, roomName: 'Kitchen', sharesHistory: false }

/** An engine whose time, sockets and disk are the test's. */
export function startEngine(database = createMemoryDatabase()) {
  const fakes = createFakeEnvironment()
  const events: EngineEvent[] = []
  const engine = createEngine({
    environment: fakes.environment,
    database,
    onEvent: (event) => events.push(event),
  })
  const idOf = async (joining: Promise<Joined>) => {
    const joined = await joining
    if (!joined.ok) throw new Error(joined.problem.kind)
    return joined.value.roomId
  }
  return {
    ...fakes,
    engine,
    database,
    events,
    idOf,
    joinedIds: () => engine.snapshot().rooms.map((room) => room.roomId),
    /** The room's row, when it is on disk. */
    async row(roomId: string): Promise<RoomRow> {
      await fakes.clock.advance(limits.saveDelayMs)
      await eventually(async () => expect(await database.rooms.get(roomId)).toBeDefined())
      const row = await database.rooms.get(roomId)
      if (!row) throw new Error('It is gone again.')
      return row
    },
  }
}
