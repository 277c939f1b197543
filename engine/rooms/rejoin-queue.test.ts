import { describe, expect, test } from 'vitest'
import { createEngine, type EngineEvent } from '../engine.ts'
import { createFakeEnvironment } from '../testing/fake-environment.ts'
import { createMemoryDatabase } from '../testing/memory-database.ts'
import { eventually } from '../testing/eventually.ts'
import { limits } from '../base/limits.ts'
import type { Joined } from './joined-rooms.ts'

const near = 'ws://near.example/ws'
const far = 'ws://far.example/ws'
const turnOf = (relayUrl: string) => relayUrl.replace('ws:', 'http:').replace('/ws', '/turn')
const lends = JSON.stringify({
  iceServers: [{ urls: ['turn:t.example.org'], username: 'u', credential: 'c' }],
  ttlSeconds: 3_600,
})

function idOf(joined: Joined) {
  if (!joined.ok) throw new Error(joined.problem.kind)
  return joined.value.roomId
}

/**
 * A browser that starts before its network: it was closed in two rooms, at two relays, by somebody who hides behind the
 * servers that these lend and wants to be there again.
 */
async function startOffline() {
  const database = createMemoryDatabase()
  const before = createFakeEnvironment()
  const closed = createEngine({ environment: before.environment, database, onEvent: () => undefined })
  const typed = { name: 'Ada', relayUrl: near, roomName: 'Near' }
  const ids = {
    near: idOf(await closed.join(typed)),
    far: idOf(await closed.join({ ...typed, relayUrl: far, roomName: 'Far' })),
  }
  await before.clock.advance(limits.saveDelayMs)
  await eventually(async () => expect(await database.rooms.count()).toBe(2))
  await closed.changeSettings({ rejoinsAtStart: true, isRelayOnly: true })

  const fakes = createFakeEnvironment()
  const events: EngineEvent[] = []
  const { environment } = fakes
  const engine = createEngine({ environment, database, onEvent: (event) => events.push(event) })
  await engine.rejoinAtStart(() => Promise.resolve(true))
  return {
    fakes,
    database,
    engine,
    ids,
    joinedIds: () => engine.snapshot().rooms.map((room) => room.roomId),
    /** How many rooms are still to be joined, as last told. */
    queuedCount: () =>
      events.flatMap((event) => (event.type === 'rejoin-queue' ? event.roomCount : [])).at(-1),
    /** So long that a room that could not be joined is tried again, and everything that comes of it. */
    async waitForRetry() {
      await fakes.clock.advance(limits.rejoinRetryMs)
      // The next round is due, or a joined room waits for its relay.
      await eventually(() => expect(fakes.clock.pending()).toBeGreaterThan(0))
    },
  }
}

describe('rooms that could not be joined when the browser started', () => {
  test('are joined when the network comes back, each when its relay answers', async () => {
    const { engine, fakes, ids, joinedIds, queuedCount } = await startOffline()
    expect(joinedIds()).toEqual([])
    expect(queuedCount()).toBe(2)
    fakes.httpText.set(turnOf(near), lends)
    engine.handleOnline()
    await eventually(() => expect(queuedCount()).toBe(1))
    expect(joinedIds()).toEqual([ids.near])
    fakes.httpText.set(turnOf(far), lends)
    engine.handleOnline()
    await eventually(() => expect(queuedCount()).toBe(0))
    expect(joinedIds()).toEqual([ids.near, ids.far])
  })

  test('are tried again after a while, and not once they are joined', async () => {
    const { fakes, joinedIds, waitForRetry, queuedCount } = await startOffline()
    await waitForRetry()
    expect(fakes.fetched).toHaveLength(4)
    expect(joinedIds()).toEqual([])
    for (const relayUrl of [near, far]) fakes.httpText.set(turnOf(relayUrl), lends)
    await waitForRetry()
    await eventually(() => expect(queuedCount()).toBe(0))
    expect(joinedIds()).toHaveLength(2)
  })

  test('go on where the relay is there and lends nothing yet', async () => {
    const { engine, fakes, joinedIds, queuedCount } = await startOffline()
    fakes.answersHttp = true
    engine.handleOnline()
    await eventually(() => expect(fakes.fetched).toHaveLength(4))
    expect(queuedCount()).toBe(2)
    for (const relayUrl of [near, far]) fakes.httpText.set(turnOf(relayUrl), lends)
    engine.handleOnline()
    await eventually(() => expect(joinedIds()).toHaveLength(2))
  })

  test('say by hand that the relay does not answer, and not that it lends nothing', async () => {
    const { engine, fakes, ids } = await startOffline()
    const problem = { kind: 'relay-unreachable', relayUrl: near }
    expect(await engine.rejoin(ids.near)).toEqual({ ok: false, problem })
    fakes.answersHttp = true
    expect(await engine.rejoin(ids.near)).toEqual({
      ok: false,
      problem: { kind: 'relay-only-without-turn' },
    })
  })

  test('and that were joined by hand and left, or forgotten, stay so', async () => {
    const { engine, fakes, ids, joinedIds, queuedCount, database } = await startOffline()
    for (const relayUrl of [near, far]) fakes.httpText.set(turnOf(relayUrl), lends)
    idOf(await engine.rejoin(ids.near))
    engine.leave(ids.near)
    await engine.forget(ids.far)
    expect(queuedCount()).toBe(0)
    const before = fakes.fetched.length
    await fakes.clock.advance(10 * limits.rejoinRetryMs)
    expect(fakes.fetched).toHaveLength(before)
    expect(joinedIds()).toEqual([])
    expect(await database.rooms.get(ids.far)).toBeUndefined()
  })

  test('and that are forgotten while their relay is asked do not come back', async () => {
    const { engine, fakes, ids, joinedIds, queuedCount, database } = await startOffline()
    for (const relayUrl of [near, far]) fakes.httpText.set(turnOf(relayUrl), lends)
    engine.handleOnline()
    await engine.forget(ids.far)
    await eventually(() => expect(queuedCount()).toBe(0))
    await fakes.clock.advance(limits.saveDelayMs)
    await eventually(() => expect(joinedIds()).toEqual([ids.near]))
    expect(await database.rooms.get(ids.far)).toBeUndefined()
  })

  test('are given up when the person wants that no more, or has another key', async () => {
    const unwanted = await startOffline()
    await unwanted.engine.changeSettings({ rejoinsAtStart: false })
    unwanted.engine.handleOnline()
    await eventually(() => expect(unwanted.queuedCount()).toBe(0))

    const other = await startOffline()
    await other.engine.deleteIdentity()
    expect(other.queuedCount()).toBe(0)
    await eventually(async () =>
      expect(await other.database.rooms.filter((row) => row.isJoined).count()).toBe(0),
    )
  })
})
