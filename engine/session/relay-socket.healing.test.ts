import { describe, expect, test } from 'vitest'
import { settle } from '../testing/fake-clock.ts'
import { askedRoom, startRelaySocket as start, type RelaySocketWorld } from '../testing/relay-socket-world.ts'
import { limits } from '../wire/limits.ts'

describe('back-off', () => {
  /** The waits of so many failed attempts. */
  async function failingWaits(world: RelaySocketWorld, attempts: number) {
    const waits: number[] = []
    for (let attempt = 0; attempt < attempts; attempt++) {
      await world.refuseAll()
      waits.push(await world.waitForRetry())
    }
    return waits
  }

  test('doubles, with full jitter, to half a minute', async () => {
    const world = start()
    world.fakes.randomValue = 0.999999
    expect(await failingWaits(world, 9)).toEqual([
      500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000,
    ])
    world.fakes.randomValue = 0.1
    expect(await failingWaits(world, 1)).toEqual([3_000])
  })

  test('a relay that accepts and drops at once is not asked ever faster', async () => {
    const world = start()
    world.fakes.randomValue = 0.999999
    const waits: number[] = []
    for (let round = 0; round < 4; round++) {
      await world.accept()
      waits.push(...(await failingWaits(world, 1)))
    }
    expect(waits).toEqual([500, 1_000, 2_000, 4_000])
  })

  test('starts anew after a while of good service', async () => {
    const world = start()
    world.fakes.randomValue = 0.999999
    await failingWaits(world, 5)
    await world.accept()
    await world.clock.advance(limits.relayStableMs)
    expect(await failingWaits(world, 1)).toEqual([500])
  })

  test('a button or the network ends a wait, and is one attempt however often it is pressed', async () => {
    const world = start()
    await failingWaits(world, 6)
    await world.refuseAll()
    const before = world.attempts().length
    world.relay.tryNow()
    world.relay.tryNow()
    await settle()
    world.relay.tryNow()
    await settle()
    expect(world.attempts()).toHaveLength(before + 1)
    expect(world.state()?.kind).toBe('connecting')
    await world.clock.advance(1_000)
    expect(world.sockets.alive()).toHaveLength(1)
  })

  test('pressed while open, it disturbs nothing', async () => {
    const world = start()
    await world.accept()
    world.relay.tryNow()
    await settle()
    expect(world.attempts()).toEqual([askedRoom])
    expect(world.state()).toEqual({ kind: 'open', address: 'room' })
  })
})

describe('closing', () => {
  const ways: [string, (world: RelaySocketWorld) => Promise<void>][] = [
    ['while it connects', () => settle()],
    ["while it tries the room's own address without directed delivery", (world) => world.refuse()],
    [
      'while it tries the hub',
      async (world) => {
        await world.refuse()
        await world.refuse()
      },
    ],
    ['while it is open', (world) => world.accept()],
    ['while it waits', (world) => world.refuseAll()],
    [
      "while it tries the room's own address again",
      async (world) => {
        await world.refuse()
        await world.refuse()
        await world.accept()
        await world.clock.advance(limits.relayStableMs)
      },
    ],
  ]
  test.each(ways)('%s leaves nothing behind', async (_, bringThere) => {
    const world = start()
    await bringThere(world)
    const opened = world.attempts().length
    world.relay.close()
    world.relay.close()
    world.relay.tryNow()
    await world.clock.advance(10 * 60_000)

    expect(world.sockets.alive()).toEqual([])
    expect(world.attempts()).toHaveLength(opened)
    expect(world.clock.pending()).toBe(0)
    expect(world.states.filter((state) => state.kind === 'closed')).toHaveLength(1)
    expect(world.state()).toEqual({ kind: 'closed' })
    expect(world.relay.send('after')).toBe(false)
  })

  test('a socket that opens in the same moment is closed at once', async () => {
    const world = start()
    const socket = world.last()
    world.relay.close()
    socket.open()
    await settle()
    expect(socket.isAlive).toBe(false)
    expect(world.state()).toEqual({ kind: 'closed' })
  })
})

test('there are never two open sockets, whatever happens in whatever order', async () => {
  const world = start()
  let random = 12_345
  const next = (below: number) => {
    random = (random * 1_103_515_245 + 12_345) % 2_147_483_648
    return Math.floor((random / 2_147_483_648) * below)
  }
  for (let step = 0; step < 400; step++) {
    const alive = world.sockets.alive()
    const socket = alive[next(alive.length)]
    const choice = next(5)
    if (choice === 0 && socket?.readyState === WebSocket.CONNECTING) socket.open()
    if (choice === 1) socket?.drop()
    if (choice === 2) world.relay.tryNow()
    if (choice === 3) world.isAlone = !world.isAlone
    await world.clock.advance(next(12_000))
    const open = world.sockets.alive().filter((one) => one.readyState === WebSocket.OPEN)
    expect(open.length).toBeLessThanOrEqual(1)
    expect(world.sockets.alive().length).toBeLessThanOrEqual(2)
    expect(world.state()?.kind === 'open').toBe(open.length === 1)
  }
})
