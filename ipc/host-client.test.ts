import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { eventually } from '@/engine/testing/eventually.ts'
import type { RoomView } from '@/engine/view.ts'
import { requestSchema, type Request, type Update } from './protocol.ts'
import { settle } from '@/engine/testing/fake-clock.ts'
import { createHostClient } from './host-client.ts'
import { lobby as room } from './testing/lobby.ts'
import { createPortPair, type MemoryPort } from './testing/memory-port.ts'

/** A panel whose host is the test. */
function start(options: { refusals?: number; rooms?: RoomView[] } = {}) {
  let refusals = options.refusals ?? 0
  const world = {
    rooms: options.rooms ?? [],
    updates: [] as Update[],
    requests: [] as Request[],
    lost: 0,
    answers: true,
    hostPorts: [] as MemoryPort[],
    tear: () => {},
  }
  const client = createHostClient({
    openPort() {
      const { panel, host, tear } = createPortPair()
      if (refusals > 0) {
        refusals -= 1
        void settle().then(tear)
        return Promise.resolve(panel)
      }
      world.hostPorts.push(host)
      world.tear = tear
      host.onMessage((message) => {
        const request = v.parse(requestSchema, message)
        world.requests.push(request)
        if (world.answers) tell({ type: 'outcome', requestId: request.requestId, outcome: { ok: true } })
      })
      // As the host does it: once the panel listens.
      queueMicrotask(() => queueMicrotask(() => tell({ type: 'snapshot', rooms: world.rooms, log: [] })))
      return Promise.resolve(panel)
    },
    onUpdate: (update) => world.updates.push(update),
    onLost: () => (world.lost += 1),
  })
  function tell(update: unknown) {
    const port = world.hostPorts.at(-1)
    if (port?.isConnected() === true) port.postMessage(update)
  }
  return Object.assign(world, { client, tell })
}

const leave = { roomId: 'room' }

test('tells what the host tells, the snapshot first', async () => {
  const world = start()
  await settle()
  world.tell({ type: 'room', room })
  world.tell({ type: 'left', roomId: 'room' })
  await settle()
  expect(world.updates.map((update) => update.type)).toEqual(['snapshot', 'room', 'left'])
})

test.each([undefined, 'hello', { type: 'room' }, { type: 'room', room: { ...room, peers: 'all' } }])(
  'what the host cannot have meant is dropped: %j',
  async (message) => {
    const world = start()
    await settle()
    world.tell(message)
    await settle()
    expect(world.updates).toHaveLength(1)
  },
)

describe('commands', () => {
  test('get their own answers, in whatever order they come', async () => {
    const world = start()
    world.answers = false
    const asked = [world.client.ask('leave', leave), world.client.ask('leave', leave)]
    await eventually(() => expect(world.requests).toHaveLength(2))
    const [first, second] = world.requests
    const problem = { kind: 'not-joined' }
    world.tell({ type: 'outcome', requestId: second?.requestId, outcome: { ok: false, problem } })
    world.tell({ type: 'outcome', requestId: first?.requestId, outcome: { ok: true } })
    expect(await Promise.all(asked)).toEqual([{ ok: true }, { ok: false, problem }])
  })

  test('that the host takes with it are said to be lost', async () => {
    const world = start()
    world.answers = false
    const asked = world.client.ask('leave', leave)
    await eventually(() => expect(world.requests).toHaveLength(1))
    world.tear()
    expect(await asked).toEqual({ ok: false, problem: { kind: 'host-lost' } })
  })

  test('to a host that cannot be started are lost, and the next one tries again', async () => {
    let fails = true
    const { panel, host } = createPortPair()
    const client = createHostClient({
      openPort() {
        if (fails) return Promise.reject(new Error('No offscreen document.'))
        queueMicrotask(() => queueMicrotask(() => host.postMessage({ type: 'snapshot', rooms: [], log: [] })))
        return Promise.resolve(panel)
      },
      onUpdate: () => undefined,
      onLost: () => undefined,
    })
    host.onMessage((message) => {
      const { requestId } = v.parse(requestSchema, message)
      host.postMessage({ type: 'outcome', requestId, outcome: { ok: true } })
    })
    expect(await client.ask('leave', leave)).toEqual({ ok: false, problem: { kind: 'host-lost' } })
    fails = false
    expect(await client.ask('leave', leave)).toEqual({ ok: true, value: undefined })
  })
})

describe('a host that is lost', () => {
  test('with a room joined is connected again at once, and the panel told', async () => {
    const world = start({ rooms: [room] })
    await settle()
    world.tear()
    await settle()
    expect(world.lost).toBe(1)
    expect(world.hostPorts).toHaveLength(2)
    expect(world.updates.map((update) => update.type)).toEqual(['snapshot', 'snapshot'])
  })

  test('with a room joined since is connected again too, and with one left is not', async () => {
    const world = start()
    await settle()
    world.tell({ type: 'room', room })
    await settle()
    world.tear()
    await settle()
    expect(world.hostPorts).toHaveLength(2)
    world.tell({ type: 'room', room })
    world.tell({ type: 'left', roomId: 'room' })
    await settle()
    world.tear()
    await settle()
    expect(world.hostPorts).toHaveLength(2)
  })

  test('without a room sleeps until the next command', async () => {
    const world = start()
    await settle()
    world.tear()
    await settle()
    expect(world.lost).toBe(0)
    expect(world.hostPorts).toHaveLength(1)
    expect(await world.client.ask('leave', leave)).toEqual({ ok: true, value: undefined })
    expect(world.hostPorts).toHaveLength(2)
  })
})

test('a host that still loads is asked until it answers', async () => {
  const world = start({ refusals: 3 })
  expect(await world.client.ask('leave', leave)).toEqual({ ok: true, value: undefined })
  expect(world.hostPorts).toHaveLength(1)
  expect(world.lost).toBe(0)
})

test('closed, it lets go of the port and does not come back', async () => {
  const world = start({ rooms: [room] })
  await settle()
  world.client.close()
  await settle()
  expect(world.hostPorts.map((port) => port.isConnected())).toEqual([false])
  expect(world.hostPorts).toHaveLength(1)
})
