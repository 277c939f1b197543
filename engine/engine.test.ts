import { describe, expect, test } from 'vitest'
import { createEngine, type EngineEvent } from './engine.ts'
import { createFakeEnvironment } from './testing/fake-environment.ts'
import { createMemoryDatabase } from './testing/memory-database.ts'
import { limits } from './base/limits.ts'
import { eventually } from './testing/eventually.ts'

function start(database = createMemoryDatabase()) {
  const fakes = createFakeEnvironment()
  const events: EngineEvent[] = []
  const engine = createEngine({
    environment: fakes.environment,
    database,
    onEvent: (event) => events.push(event),
  })
  return { ...fakes, engine, database, events }
}

const typed = { name: 'Ada', relayUrl: 'ws://relay.example/ws', roomName: 'lobby' }

describe('joining', () => {
  test.each([
    [{ name: ' ' }, { kind: 'name-empty' }],
    [{ name: 'x'.repeat(41) }, { kind: 'name-too-long', actual: 41, max: limits.maxNameCharacters }],
    [{ relayUrl: '' }, { kind: 'relay-url-empty' }],
    [{ relayUrl: 'nonsense nonsense' }, { kind: 'relay-url-unreadable' }],
    [
      { relayUrl: 'http://relay.example/ws' },
      { kind: 'relay-url-scheme', scheme: 'http:', suggestion: 'ws://relay.example/ws' },
    ],
    [{ roomName: '' }, { kind: 'room-name-empty' }],
    [
      { roomName: 'x'.repeat(10_000) },
      { kind: 'room-name-too-long', actual: 10_000, max: limits.maxRoomNameCharacters },
    ],
  ])('with %j is refused, and nothing begins', async (wrong, problem) => {
    const { engine, sockets, events, database } = start()
    expect(await engine.join({ ...typed, ...wrong })).toEqual({ ok: false, problem })
    expect(engine.snapshot()).toEqual({ rooms: [], log: [] })
    expect(sockets.sockets).toEqual([])
    expect(events).toEqual([])
    expect(await database.settings.count()).toBe(0)
  })

  test('in a browser without WebRTC is refused, and nothing begins', async () => {
    const { engine, sockets, ...fakes } = start()
    Object.assign(fakes.environment, { hasWebRtc: () => false })
    expect(await engine.join(typed)).toEqual({ ok: false, problem: { kind: 'webrtc-off' } })
    expect(sockets.sockets).toEqual([])
    Object.assign(fakes.environment, { hasWebRtc: () => true })
    expect(await engine.join(typed)).toMatchObject({ ok: true })
  })

  test('left at once, what was typed is remembered before anyone hears of it', async () => {
    const { engine, database } = start()
    const outcome = await engine.join(typed)
    if (outcome.ok) engine.leave(outcome.value.roomId)
    await eventually(async () =>
      expect(await database.settings.get('own')).toMatchObject({ name: 'Ada', relayUrl: typed.relayUrl }),
    )
  })

  test('takes what was typed cleaned, and remembers it for the next time', async () => {
    const { clock, engine, database } = start()
    const outcome = await engine.join({
      name: '  Ada ',
      relayUrl: ' ws://Relay.Example/ws ',
      roomName: ' 🎉 ',
    })
    expect(outcome.ok).toBe(true)
    const [room] = engine.snapshot().rooms
    expect(room).toMatchObject({ roomName: '🎉', relayUrl: 'ws://relay.example/ws', me: { name: 'Ada' } })
    // A moment later, while the network is busy with the first link.
    await clock.advance(limits.saveDelayMs)
    await eventually(async () => {
      expect(await database.settings.get('own')).toMatchObject({ name: 'Ada', roomName: '🎉' })
      expect(await database.rooms.count()).toBe(1)
    })
  })

  test('gives a browser profile one id for good', async () => {
    const { engine, environment, database } = start()
    await engine.join(typed)
    const again = createEngine({ environment, database, onEvent: () => undefined })
    await again.join({ ...typed, name: 'Ada the second' })
    const ids = [engine, again].map((one) => one.snapshot().rooms[0]?.me.peerId)
    expect(ids[0]).toMatch(/^[\w-]{43}$/)
    expect(ids[1]).toBe(ids[0])
  })

  test('the same room twice, also at once and spelled otherwise, is one room and one socket', async () => {
    const { engine, sockets } = start()
    const outcomes = await Promise.all([engine.join(typed), engine.join({ ...typed, roomName: 'LOBBY' })])
    expect(outcomes[0]).toEqual(outcomes[1])
    expect(engine.snapshot().rooms).toHaveLength(1)
    expect(sockets.sockets).toHaveLength(1)
  })

  test('asks the relay for the room by a hash', async () => {
    const { engine, sockets } = start()
    await engine.join(typed)
    expect(sockets.last().address).toBe('ws://relay.example/ws/am9LaDW_IQJppnoVxCyrwtnZgPDvEDKF3_62LiWbPWI')
  })

  test('where nothing can be written is refused, and nothing begins', async () => {
    const database = createMemoryDatabase()
    database.close()
    const { engine, sockets } = start(database)
    expect(await engine.join(typed)).toMatchObject({ ok: false, problem: { kind: 'storage-failed' } })
    expect(sockets.sockets).toEqual([])
  })
})

test('who is in no room is told so', () => {
  const { engine } = start()
  const notJoined = { ok: false, problem: { kind: 'not-joined' } }
  expect(engine.room('nowhere')).toBeUndefined()
  expect(engine.leave('nowhere')).toEqual(notJoined)
})

test('leaving closes the socket, tells it, and nothing is told of the room afterwards', async () => {
  const { engine, sockets, events, clock } = start()
  const outcome = await engine.join(typed)
  if (!outcome.ok) throw new Error(outcome.problem.kind)
  const { roomId } = outcome.value
  sockets.last().open()
  await clock.advance(0)
  expect(engine.leave(roomId)).toEqual({ ok: true, value: undefined })
  expect(events.at(-1)).toEqual({ type: 'left', roomId })
  const told = events.length
  await clock.advance(10 * 60_000)
  expect(events).toHaveLength(told)
  expect(sockets.alive()).toEqual([])
  expect(engine.snapshot().rooms).toEqual([])
})

test('the network coming back ends every wait', async () => {
  const { engine, sockets, clock } = start()
  await engine.join(typed)
  while (sockets.alive().length > 0) {
    sockets.last().drop()
    await clock.advance(0)
  }
  expect(engine.snapshot().rooms[0]?.relay.kind).toBe('waiting')
  const before = sockets.sockets.length
  engine.handleOnline()
  expect(sockets.sockets).toHaveLength(before + 1)
})

test('the log keeps its newest lines', async () => {
  const { engine, sockets, clock } = start()
  await engine.join(typed)
  while (engine.snapshot().log.length < limits.maxLogEntries) {
    sockets.last().drop()
    await clock.advance(1_000)
  }
  const oldest = engine.snapshot().log[0]
  for (let n = 0; n < 4; n++) {
    sockets.last().drop()
    await clock.advance(60_000)
  }
  expect(engine.snapshot().log).toHaveLength(limits.maxLogEntries)
  expect(engine.snapshot().log[0]).not.toEqual(oldest)
})
