import { describe, expect, test } from 'vitest'
import { settle } from '../testing/fake-clock.ts'
import {
  askedRoom,
  startAtHub,
  startRelaySocket as start,
  type RelaySocketWorld,
} from '../testing/relay-socket-world.ts'
import { limits } from '../base/limits.ts'

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

  describe('while nobody else is heard either, so that it is our own network', () => {
    /** The relay is lost, and everybody with it. */
    async function startCutOff() {
      const world = start()
      world.fakes.randomValue = 0.999999
      await world.accept()
      world.isCutOff = true
      await world.refuse()
      return world
    }

    test('is short, and attempts are given up sooner, but not all of them', async () => {
      const world = await startCutOff()
      const waits: number[] = []
      const tries: number[] = []
      for (let attempt = 0; attempt < 6; attempt++) {
        waits.push(await world.waitForRetry())
        const sinceMs = world.clock.nowMs()
        while (world.state()?.kind === 'connecting') await world.clock.advance(100)
        tries.push(world.clock.nowMs() - sinceMs)
      }
      const capMs = limits.fastReconnectBackoffMaxMs
      expect(waits).toEqual([500, 1_000, capMs, capMs, capMs, capMs])
      const [short, long] = [limits.fastReconnectOpenTimeoutMs, limits.relayOpenTimeoutMs]
      expect(tries).toEqual([short, long, short, short, long, short])
    })

    test('and not for ever', async () => {
      const world = await startCutOff()
      await world.clock.advance(limits.fastReconnectWindowMs + limits.relayBackoffMaxMs)
      if (world.state()?.kind === 'waiting') await world.waitForRetry()
      await world.refuseAll()
      expect(await world.waitForRetry()).toBe(limits.relayBackoffMaxMs)
    })

    test('and not where the relay was never there', async () => {
      const world = start()
      world.fakes.randomValue = 0.999999
      world.isCutOff = true
      expect((await failingWaits(world, 7)).at(-1)).toBe(limits.relayBackoffMaxMs)
    })
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

describe('an open socket that is dead', () => {
  test.each(['alone', 'linked'])('is found out where the relay can tell, %s', async (how) => {
    const world = start()
    world.isAlone = how === 'alone'
    await world.accept()
    await world.clock.advance(limits.relayProbeIntervalMs + limits.relaySilenceMs - 1)
    expect(world.state()?.kind).toBe('open')
    await world.clock.advance(1)
    expect(world.state()).toMatchObject({ kind: 'connecting', problem: { kind: 'relay-lost' } })
    expect(world.sockets.alive()).toHaveLength(1)
  })

  test('is not one that answers, however long it is', async () => {
    const world = start()
    await world.accept()
    for (let round = 0; round < 20; round++) {
      await world.clock.advance(limits.relayProbeIntervalMs)
      world.last().deliver(world.last().sent.at(-1))
    }
    expect(world.attempts()).toEqual([askedRoom])
  })

  test('nor one whose answer came while nothing ran', async () => {
    const world = start()
    await world.accept()
    world.relay.probe()
    world.clock.standStill(60_000)
    await world.clock.advance(1)
    world.last().deliver(world.last().sent.at(-1))
    await world.clock.advance(limits.relaySilenceMs / 2)
    expect(world.attempts()).toEqual([askedRoom])
  })

  test('a hub that cannot tell is not asked unless there is trouble, nor while it is new', async () => {
    const world = await startAtHub()
    world.isAlone = false
    world.relay.probe()
    await world.clock.advance(10 * limits.relayProbeIntervalMs)
    expect(world.attempts()).toHaveLength(3)
    world.relay.probe()
    await world.clock.advance(limits.relaySilenceMs)
    expect(world.attempts()).toHaveLength(4)
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
