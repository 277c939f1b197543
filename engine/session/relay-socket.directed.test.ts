import { describe, expect, test } from 'vitest'
import { askedRoom, hub, room, startAtHub, startRelaySocket as start } from '../testing/relay-socket-world.ts'
import { limits } from '../base/limits.ts'

const ourBytes = Array.from({ length: 16 }, () => 0)
const another = `${'_'.repeat(21)}w`
const anotherBytes = Array.from({ length: 16 }, () => 0xff)
const text = [...new TextEncoder().encode('text')]

const bytes = (sent: readonly unknown[]) => sent.map((one) => (one instanceof Uint8Array ? [...one] : one))

describe('a relay that picks it', () => {
  test('is told our address before anything else, and then gets each text with where it goes', async () => {
    const world = start()
    expect(world.relay.isDirected()).toBe(false)
    await world.accept()
    expect(world.relay.isDirected()).toBe(true)
    world.relay.send('text')
    world.relay.send('text', another)
    expect(bytes(world.last().sent)).toEqual([
      [0x02, ...ourBytes],
      [0x80, ...text],
      [0x81, ...anotherBytes, ...text],
    ])
  })

  test('is told it again after each loss', async () => {
    const world = start()
    await world.accept()
    await world.refuse()
    expect(world.relay.isDirected()).toBe(false)
    await world.waitForRetry()
    await world.accept()
    expect(bytes(world.last().sent)).toEqual([[0x02, ...ourBytes]])
  })

  test('delivers to all where an address is none', async () => {
    const world = start()
    await world.accept()
    world.relay.send('text', 'A'.repeat(43))
    expect(bytes(world.last().sent).at(-1)).toEqual([0x80, ...text])
  })

  test.each<[string, number[], number[] | undefined]>([
    ['to all', [0x80, ...text], text],
    ['to us', [0x81, ...ourBytes, ...text], text],
    ['binary, from a client that knows nothing of it', [0x00, 1, 2, 3], [1, 2, 3]],
    ['empty', [], undefined],
    ['I am', [0x02, ...ourBytes], undefined],
    ['an unknown kind', [0x07, ...text], undefined],
    ['a header cut short', [0x81, 1, 2, 3], undefined],
  ])('what it delivers is read without its header: %s', async (_, frame, payload) => {
    const world = start()
    await world.accept()
    world.last().deliver(Uint8Array.from(frame).buffer)
    expect(world.received).toEqual([payload && Uint8Array.from(payload).buffer])
  })
})

test('our own probe, handed back to us, is nothing that anyone said', async () => {
  const world = start()
  await world.accept()
  world.relay.probe()
  const probe = bytes(world.last().sent).at(-1)
  expect(probe).toEqual([0x81, ...ourBytes])
  world.last().deliver(Uint8Array.from([0x81, ...ourBytes]).buffer)
  expect(world.received).toEqual([])
  await world.clock.advance(limits.relaySilenceMs)
  expect(world.attempts()).toEqual([askedRoom])
})

describe('a relay without it', () => {
  test('is asked without it, and goes on as any hub', async () => {
    const world = start()
    await world.refuse()
    await world.accept()
    expect(world.attempts()).toEqual([askedRoom, room])
    expect(world.state()).toEqual({ kind: 'open', address: 'room' })
    expect(world.relay.isDirected()).toBe(false)
    world.relay.send('text', another)
    expect(world.last().sent).toEqual(['text'])
    world.last().deliver('text')
    expect(world.received).toEqual(['text'])
  })

  test('that picks the first on offer without knowing it is a hub as any, at once', async () => {
    const world = start()
    await world.accept('sidetone.plain')
    expect(world.attempts()).toEqual([askedRoom])
    expect(world.relay.isDirected()).toBe(false)
    world.relay.send('text', another)
    expect(world.last().sent).toEqual(['text'])
  })

  test('is not asked for it again, nor is the hub', async () => {
    const world = start()
    await world.refuse()
    await world.accept()
    for (let round = 1; round < limits.relayFallbackThreshold; round++) {
      await world.refuse()
      await world.waitForRetry()
    }
    expect(new Set(world.attempts().slice(2))).toEqual(new Set([room]))
  })

  test('on a hub without rooms nothing is directed', async () => {
    const world = await startAtHub()
    world.relay.send('text', another)
    expect(world.last().sent).toEqual(['text'])
  })
})

describe('a relay that is down', () => {
  /** It directed, and then failed until its ways are found out anew. */
  async function startAndFail() {
    const world = start()
    await world.accept()
    await world.refuse()
    for (let round = 1; round < limits.relayFallbackThreshold; round++) {
      await world.waitForRetry()
      await world.refuse()
    }
    return world
  }

  test('costs one attempt in each turn where it was known to direct', async () => {
    const world = await startAndFail()
    expect(new Set(world.attempts())).toEqual(new Set([askedRoom]))
    expect(world.attempts()).toHaveLength(limits.relayFallbackThreshold)
  })

  test('may come back as another kind of relay', async () => {
    const world = await startAndFail()
    await world.waitForRetry()
    await world.refuse()
    await world.accept()
    expect(world.attempts().slice(-2)).toEqual([askedRoom, room])
    expect(world.state()).toEqual({ kind: 'open', address: 'room' })
  })

  test('and silent costs two time-outs, not three', async () => {
    const world = start()
    await world.clock.advance(2 * limits.relayOpenTimeoutMs)
    expect(world.attempts()).toEqual([askedRoom, hub])
    expect(world.state()?.kind).toBe('waiting')
  })
})
