import { describe, expect, test } from 'vitest'
import { createEngine, type EngineEvent } from '../engine.ts'
import type { Joined } from './joined-rooms.ts'
import { ensureSettings } from '../storage/settings-row.ts'
import { eventually } from '../testing/eventually.ts'
import { createFakeEnvironment } from '../testing/fake-environment.ts'
import { createMemoryDatabase } from '../testing/memory-database.ts'
import { encodeInvite } from '../wire/invite.ts'
import { limits } from '../base/limits.ts'

const oldRelay = 'ws://old.example/ws'
const newRelay = 'ws://new.example/ws'
const kitchen = { name: 'Ada', relayUrl: oldRelay, roomName: 'Kitchen', sharesHistory: false }

function idOf(joined: Joined) {
  if (!joined.ok) throw new Error(joined.problem.kind)
  return joined.value.roomId
}

/** Ada, who is in a private room. */
async function start() {
  const fakes = createFakeEnvironment()
  const database = createMemoryDatabase()
  const events: EngineEvent[] = []
  const { environment } = fakes
  const engine = createEngine({ environment, database, onEvent: (event) => events.push(event) })
  const roomId = idOf(await engine.createRoom(kitchen))
  return {
    ...fakes,
    database,
    engine,
    events,
    roomId,
    relays: () => engine.snapshot().rooms.map((room) => [room.roomName, room.relayUrl]),
    sockets: () => fakes.sockets.alive().map((socket) => socket.address),
    /** The room's invite, as it is on disk. */
    async invite() {
      await fakes.clock.advance(limits.saveDelayMs)
      await eventually(async () => expect(await database.rooms.get(roomId)).toMatchObject({ isJoined: true }))
      const row = await database.rooms.get(roomId)
      return row ? encodeInvite(row) : ''
    },
  }
}

describe('another relay', () => {
  test('for a private room: it is the same room there, and its invite leads there', async () => {
    const { engine, roomId, relays, sockets, events, database, invite } = await start()
    expect(await engine.changeRelay(roomId, ` ${newRelay} `)).toEqual({ ok: true, value: { roomId } })
    expect(relays()).toEqual([['Kitchen', newRelay]])
    expect(sockets()).toEqual([`${newRelay}/${roomId}`])
    // It was never left: no panel turns to anything else. A call in it has ended.
    expect(events.map(({ type }) => type)).not.toContain('left')
    expect(events).toContainEqual({ type: 'moved', roomId })
    await eventually(async () => {
      await invite()
      expect(await database.rooms.get(roomId)).toMatchObject({ kind: 'private', relayUrl: newRelay })
    })
    // The next private room, and the form, keep theirs.
    expect(await database.settings.get('own')).not.toMatchObject({ relayUrl: newRelay })

    const bo = await start()
    idOf(await bo.engine.joinInvite({ name: 'Bo', invite: await invite() }))
    expect(bo.sockets()).toContain(`${newRelay}/${roomId}`)
  })

  test('for a public room is remembered by the form, too', async () => {
    const { engine, database, clock } = await start()
    const roomId = idOf(await engine.join({ ...kitchen, roomName: 'lobby' }))
    expect(await engine.changeRelay(roomId, newRelay)).toMatchObject({ ok: true })
    await clock.advance(limits.saveDelayMs)
    await eventually(async () =>
      expect(await database.settings.get('own')).toMatchObject({ relayUrl: newRelay, roomName: 'lobby' }),
    )
  })

  test.each([
    ['', 'relay-url-empty'],
    ['nonsense nonsense', 'relay-url-unreadable'],
    ['http://new.example/ws', 'relay-url-scheme'],
  ])('that is none is refused, and nothing is left: %j', async (typed, kind) => {
    const { engine, roomId, relays, sockets, events } = await start()
    const before = events.length
    expect(await engine.changeRelay(roomId, typed)).toMatchObject({ ok: false, problem: { kind } })
    expect(relays()).toEqual([['Kitchen', oldRelay]])
    expect(sockets()).toHaveLength(1)
    expect(events).toHaveLength(before)
  })

  test('that lends nothing to hide behind is refused, and nothing is left', async () => {
    const { engine, roomId, relays, sockets } = await start()
    await engine.changeSettings({ isRelayOnly: true })
    const problem = { kind: 'relay-unreachable', relayUrl: newRelay }
    expect(await engine.changeRelay(roomId, newRelay)).toEqual({ ok: false, problem })
    expect(relays()).toEqual([['Kitchen', oldRelay]])
    expect(sockets()).toHaveLength(1)
  })

  test('that is the same one tears nothing', async () => {
    const { engine, roomId, sockets, events } = await start()
    expect(await engine.changeRelay(roomId, oldRelay)).toMatchObject({ ok: true })
    expect(sockets()).toHaveLength(1)
    expect(events).not.toContainEqual({ type: 'moved', roomId })
  })

  test('takes no place of its own among so many rooms as can be joined', async () => {
    const { engine, roomId, relays } = await start()
    for (let n = 1; n < limits.maxJoinedRooms; n++) {
      idOf(await engine.join({ ...kitchen, roomName: `Room ${n}` }))
    }
    expect(await engine.changeRelay(roomId, newRelay)).toMatchObject({ ok: true })
    expect(relays()).toContainEqual(['Kitchen', newRelay])
  })

  test('of a room that was left meanwhile does not bring it back', async () => {
    const { engine, roomId, relays } = await start()
    const changing = engine.changeRelay(roomId, newRelay)
    engine.leave(roomId)
    expect(await changing).toEqual({ ok: false, problem: { kind: 'not-joined' } })
    expect(relays()).toEqual([])
  })

  test('joins a room that was left, where the relay that it had does not', async () => {
    const { engine, roomId, relays, database, invite } = await start()
    await invite()
    await eventually(async () => expect(await database.settings.get('own')).toMatchObject({ name: 'Ada' }))
    engine.leave(roomId)
    expect(await engine.changeRelay(roomId, newRelay)).toMatchObject({ ok: true })
    expect(relays()).toEqual([['Kitchen', newRelay]])
    expect(await engine.changeRelay('nowhere', newRelay)).toMatchObject({ problem: { kind: 'not-joined' } })
  })
})

test('a new invite of a room takes its members to its relay; the room’s name alone does not', async () => {
  const ada = await start()
  const bo = createFakeEnvironment()
  const database = createMemoryDatabase()
  await ensureSettings(database)
  const engine = createEngine({ environment: bo.environment, database, onEvent: () => undefined })
  const invite = await ada.invite()
  idOf(await engine.joinInvite({ name: 'Bo', invite }))
  const lobby = { name: 'Bo', relayUrl: oldRelay, roomName: 'lobby' }
  idOf(await engine.join(lobby))

  await ada.engine.changeRelay(ada.roomId, newRelay)
  await eventually(async () => expect(await ada.invite()).not.toBe(invite))
  idOf(await engine.joinInvite({ name: 'Bo', invite: await ada.invite() }))
  idOf(await engine.join({ ...lobby, relayUrl: newRelay }))
  expect(engine.snapshot().rooms.map(({ roomName, relayUrl }) => [roomName, relayUrl])).toEqual([
    ['lobby', oldRelay],
    ['Kitchen', newRelay],
  ])
})
