import { describe, expect, test } from 'vitest'
import { eventually } from '@/engine/testing/eventually.ts'
import { createEngine, type EngineEvent } from '@/engine/engine.ts'
import { settle } from '@/engine/testing/fake-clock.ts'
import { createFakeEnvironment } from '@/engine/testing/fake-environment.ts'
import { createMemoryDatabase } from '@/engine/testing/memory-database.ts'
import { noCalls } from '@/engine/testing/no-calls.ts'
import type { CallAction } from '@/engine/call/protocol.ts'
import { servePanels } from './serve-panels.ts'
import { createPortPair } from './testing/memory-port.ts'

function start(createCalls = noCalls) {
  const { environment, sockets } = createFakeEnvironment()
  let tell: (event: EngineEvent) => void = () => undefined
  /** Rooms in which a call would have ended. */
  const callsLeft: string[] = []
  const turnedTo: (string | undefined)[] = []
  const host = servePanels(
    (onEvent) => {
      tell = onEvent
      return createEngine({ environment, database: createMemoryDatabase(), onEvent })
    },
    () => ({ ...createCalls(), handleRoomLeft: (roomId) => callsLeft.push(roomId) }),
    (roomId) => turnedTo.push(roomId),
  )
  /** A panel that opens: what it hears, and a way to ask. */
  function openPanel() {
    const { panel, host: hostEnd } = createPortPair()
    const heard: unknown[] = []
    panel.onMessage((message) => heard.push(message))
    host.accept(hostEnd)
    let requestId = 0
    return {
      heard,
      port: panel,
      /** The outcome of a command. */
      async ask(name: string, input: unknown): Promise<unknown> {
        requestId += 1
        const id = requestId
        panel.postMessage({ requestId: id, name, input })
        const isOutcome = (message: unknown) =>
          JSON.stringify(message).startsWith(`{"type":"outcome","requestId":${id},`)
        await eventually(() => expect(heard.some(isOutcome)).toBe(true))
        return heard.find(isOutcome)
      },
    }
  }
  return { host, sockets, turnedTo, callsLeft, openPanel, tell: (event: EngineEvent) => tell(event) }
}

const join = { name: 'Ada', relayUrl: 'ws://relay.example/ws', roomName: 'lobby' }

test('a panel gets a snapshot before anything else', async () => {
  const { openPanel } = start()
  const first = openPanel()
  await first.ask('join', join)
  expect(first.heard[0]).toEqual({ type: 'snapshot', rooms: [], log: [] })

  const second = openPanel()
  await settle()
  expect(second.heard[0]).toMatchObject({ type: 'snapshot', rooms: [{ roomName: 'lobby' }] })
})

test('what changes is told to every panel, an outcome only to the one who asked', async () => {
  const { openPanel } = start()
  const [one, other] = [openPanel(), openPanel()]
  await one.ask('join', join)
  for (const { heard } of [one, other]) {
    // A little later: the room when its link is on its way, the log many lines at once.
    await eventually(() => expect(heard).toContainEqual(expect.objectContaining({ type: 'room' })))
    await eventually(() => expect(heard).toContainEqual(expect.objectContaining({ type: 'log' })))
  }
  expect(JSON.stringify(other.heard)).not.toContain('"outcome"')
})

describe('commands', () => {
  test('give back what became of them', async () => {
    const { openPanel, host } = start()
    const { ask } = openPanel()
    expect(await ask('join', { ...join, name: '' })).toMatchObject({
      outcome: { ok: false, problem: { kind: 'name-empty' } },
    })
    expect(await ask('join', join)).toMatchObject({ outcome: { ok: true } })
    const roomId = host.engine.snapshot().rooms[0]?.roomId
    const say = (text: string) => ({ roomId, feature: 'chat', action: 'say', input: { text } })
    expect(await ask('act', say('hello'))).toMatchObject({ outcome: { ok: true } })
    expect(await ask('act', say(''))).toMatchObject({
      outcome: { ok: false, problem: { kind: 'message-empty' } },
    })
    expect(await ask('try-now', { roomId })).toMatchObject({ outcome: { ok: true } })
    expect(await ask('leave', { roomId })).toMatchObject({ outcome: { ok: true } })
    expect(await ask('leave', { roomId })).toMatchObject({
      outcome: { ok: false, problem: { kind: 'not-joined' } },
    })
    expect(host.engine.snapshot().rooms).toEqual([])
  })

  test('that the engine fails at come back as a problem too', async () => {
    const { openPanel } = start()
    expect(await openPanel().ask('dismiss-problem', { roomId: 'x', kind: 'no such kind' })).toMatchObject({
      outcome: { ok: false, problem: { kind: 'unexpected' } },
    })
  })

  test.each([undefined, null, 'join', {}, { requestId: 1 }])(
    'that are none are dropped: %j',
    async (message) => {
      const { openPanel } = start()
      const { heard, port, ask } = openPanel()
      port.postMessage(message)
      await ask('leave', { roomId: 'x' })
      expect(heard).toHaveLength(2)
    },
  )

  test.each(['shutdown', 'toString'])(
    'of another build are answered, so that no panel waits: %s',
    async (name) => {
      expect(await start().openPanel().ask(name, {})).toMatchObject({
        outcome: { ok: false, problem: { kind: 'unexpected' } },
      })
    },
  )
})

test('a room that goes on at another relay ends its call, and no panel turns away from it', async () => {
  const { openPanel, host, callsLeft } = start()
  const { heard, ask } = openPanel()
  await ask('join', join)
  const roomId = host.engine.snapshot().rooms[0]?.roomId ?? ''
  const relayUrl = 'ws://other.example/ws'
  expect(await ask('change-relay', { roomId, relayUrl })).toMatchObject({
    outcome: { ok: true, value: { roomId } },
  })
  expect(callsLeft).toEqual([roomId])
  await eventually(() => expect(JSON.stringify(heard)).toContain(JSON.stringify({ relayUrl }).slice(1, -1)))
  expect(JSON.stringify(heard)).not.toContain('"left"')
})

test('a panel that closes disturbs neither the engine nor the others', async () => {
  const { openPanel, host } = start()
  const [one, other] = [openPanel(), openPanel()]
  await one.ask('join', join)
  one.port.disconnect()
  await settle()
  const roomId = host.engine.snapshot().rooms[0]?.roomId
  expect(await other.ask('leave', { roomId })).toMatchObject({ outcome: { ok: true } })
})

test('a panel that closes while somebody holds the button to talk in it lets go of it', async () => {
  const asked: CallAction[] = []
  const { openPanel } = start(() => ({
    ...noCalls(),
    act(action) {
      asked.push(action)
      return Promise.resolve({ ok: true, value: undefined })
    },
  }))
  const [one, other] = [openPanel(), openPanel()]
  const hold = (isHeld: boolean) => ({ type: 'hold-to-talk', isHeld })
  await one.ask('call', hold(true))
  other.port.disconnect()
  await settle()
  expect(asked).toEqual([{ type: 'hold-to-talk', isHeld: true }])
  one.port.disconnect()
  await eventually(() => expect(asked.at(-1)).toEqual({ type: 'hold-to-talk', isHeld: false }))
})

test('an answer to a panel that closed meanwhile goes nowhere', async () => {
  const { openPanel, host } = start()
  const { port, heard } = openPanel()
  await settle()
  port.postMessage({ requestId: 1, name: 'join', input: join })
  await settle()
  port.disconnect()
  await eventually(() => expect(host.engine.snapshot().rooms).toHaveLength(1))
  await settle()
  expect(heard).toHaveLength(1)
})

test('a port that breaks before its end is told keeps no event from the others', async () => {
  const { openPanel, tell } = start()
  const [broken, other] = [openPanel(), openPanel()]
  await settle()
  broken.port.disconnect()
  // In the same turn: the host has not heard of it yet.
  expect(() => tell({ type: 'left', roomId: 'x' })).not.toThrow()
  await settle()
  expect(other.heard).toContainEqual({ type: 'left', roomId: 'x' })
})

describe('a room that a panel has in sight', () => {
  test('is seen until the last panel that shows it turns away or closes', async () => {
    const { host, openPanel, turnedTo } = start()
    const [first, second] = [openPanel(), openPanel()]
    await first.ask('see-room', { roomId: 'one' })
    await second.ask('see-room', { roomId: 'one' })
    await first.ask('see-room', { roomId: 'two' })
    expect([host.isSeen('one'), host.isSeen('two')]).toEqual([true, true])
    second.port.disconnect()
    await eventually(() => expect(host.isSeen('one')).toBe(false))
    await first.ask('see-room', {})
    expect(host.isSeen('two')).toBe(false)
    expect(turnedTo).toEqual(['one', 'one', 'two', undefined, undefined])
  })

  test('is not what a panel said that was gone by then', async () => {
    const { host, openPanel, turnedTo } = start()
    const { port } = openPanel()
    port.postMessage({ requestId: 1, name: 'see-room', input: { roomId: 'one' } })
    port.disconnect()
    await settle()
    expect(host.isSeen('one')).toBe(false)
    expect(turnedTo.at(-1)).not.toBe('one')
  })
})
