import { describe, expect, test } from 'vitest'
import { createFakeEnvironment } from '../testing/fake-environment.ts'
import { settle } from '../testing/fake-clock.ts'
import {
  askedRoom,
  hub,
  ownAddress,
  relayUrl,
  room,
  startAtHub,
  startRelaySocket as start,
} from '../testing/relay-socket-world.ts'
import { limits } from '../base/limits.ts'
import { createRelaySocket, type RelayState } from './relay-socket.ts'

describe('which address', () => {
  test("the room's own first, and that is all where it works", async () => {
    const world = start()
    expect(world.state()).toEqual({ kind: 'connecting' })
    await world.accept()
    expect(world.attempts()).toEqual([askedRoom])
    expect(world.state()).toEqual({ kind: 'open', address: 'room' })
  })

  test('the hub where the relay has no rooms', async () => {
    const world = await startAtHub()
    expect(world.attempts()).toEqual([askedRoom, room, hub])
    expect(world.state()).toEqual({ kind: 'open', address: 'hub' })
  })

  test("never the hub once the room's own worked: that would part people", async () => {
    const world = start()
    await world.accept()
    for (let round = 0; round < 5; round++) {
      await world.refuse()
      await world.clock.advance(limits.relayBackoffMaxMs)
    }
    expect(world.attempts()).not.toContain(hub)
  })

  test('the hub after a silence as after a refusal', async () => {
    const world = start()
    await world.clock.advance(limits.relayOpenTimeoutMs)
    // Not without directed delivery too: whoever is silent would keep us waiting once more.
    expect(world.attempts()).toEqual([askedRoom, hub])
    expect(world.sockets.alive()).toHaveLength(1)
  })

  test("on the hub the room's own is tried again, and taken without a gap", async () => {
    const world = await startAtHub()
    const hubSocket = world.last()
    await world.clock.advance(limits.relayStableMs)
    expect(world.attempts()).toEqual([askedRoom, room, hub, askedRoom])
    expect(world.relay.send('still on the hub')).toBe(true)
    expect(hubSocket.sent).toEqual(['still on the hub'])
    expect(world.relay.isDirected()).toBe(false)

    await world.accept()
    expect(world.state()).toEqual({ kind: 'open', address: 'room' })
    expect(world.sockets.alive()).toHaveLength(1)
    expect(world.states.map((state) => state.kind)).not.toContain('waiting')
  })

  test('on the hub it is tried again and again, and not while somebody is linked', async () => {
    const world = await startAtHub()
    world.isAlone = false
    await world.clock.advance(limits.relayStableMs + 3 * limits.hubRecheckMs)
    expect(world.attempts()).toEqual([askedRoom, room, hub])
    world.isAlone = true
    for (let round = 0; round < 2; round++) {
      await world.clock.advance(limits.hubRecheckMs)
      await world.refuse()
      await world.refuse()
    }
    expect(world.attempts().slice(3)).toEqual([askedRoom, room, askedRoom, room])
    expect(world.state()).toEqual({ kind: 'open', address: 'hub' })
  })
})

describe('what is wrong', () => {
  test.each([
    ['relay-unreachable', false],
    ['relay-refused', true],
  ])('%s, where answering HTTP is %s', async (kind, answersHttp) => {
    const world = start()
    world.fakes.answersHttp = answersHttp
    await world.refuseAll()
    expect(world.state()).toMatchObject({ kind: 'waiting', problem: { kind, relayUrl } })
  })

  test.each([
    [401, 'no-key'],
    [403, 'bad-origin'],
    [409, 'full-room'],
    [429, 'full-address'],
    [503, 'full-relay'],
    [507, 'full-rooms'],
  ])('relay-denied, where a GET of the room’s address is answered with %i: %s', async (status, reason) => {
    const world = start()
    world.fakes.answersHttp = true
    world.fakes.httpStatus.set(room.replace('ws', 'http'), status)
    await world.refuseAll()
    expect(world.state()).toMatchObject({ problem: { kind: 'relay-denied', relayUrl, reason } })
  })

  test('relay-lost, where it was there before', async () => {
    const world = start()
    await world.accept()
    await world.refuse()
    expect(world.state()).toMatchObject({ kind: 'waiting', problem: { kind: 'relay-lost', relayUrl } })
    await world.clock.advance(limits.relayBackoffMaxMs)
    await world.refuse()
    expect(world.state()).toMatchObject({ kind: 'waiting', problem: { kind: 'relay-lost', relayUrl } })
  })

  test('stays known while it is tried again, until it works', async () => {
    const world = start()
    await world.refuseAll()
    await world.clock.advance(limits.relayBackoffMaxMs)
    const problem = { kind: 'relay-unreachable', relayUrl }
    expect(world.state()).toEqual({ kind: 'connecting', problem })
    await world.accept()
    expect(world.state()).toEqual({ kind: 'open', address: 'room' })
    await world.refuse()
    expect(world.state()).toMatchObject({ problem: { kind: 'relay-lost' } })
  })

  test('an address that no socket takes is as unreachable', async () => {
    const fakes = createFakeEnvironment()
    const states: RelayState[] = []
    const refusing = {
      ...fakes.environment,
      openSocket(): never {
        throw new DOMException('no', 'SyntaxError')
      },
    }
    createRelaySocket({
      relayUrl,
      roomId: 'ROOM',
      address: ownAddress,
      environment: refusing,
      isAlone: () => true,
      isCutOff: () => false,
      onState: (state) => states.push(state),
      onMessage: () => undefined,
    })
    await settle()
    expect(states.at(-1)).toMatchObject({ kind: 'waiting', problem: { kind: 'relay-unreachable' } })
  })
})

describe('sending and hearing', () => {
  test('goes out only while open', async () => {
    const world = await startAtHub()
    const { relay } = start()
    expect(relay.send('too early')).toBe(false)
    expect(world.relay.send('now')).toBe(true)
    expect(world.last().sent).toEqual(['now'])
    await world.refuse()
    expect(world.relay.send('too late')).toBe(false)
  })

  test('binary comes as bytes, not as a blob that must be read first', () => {
    expect(start().last().binaryType).toBe('arraybuffer')
  })

  test('hears only the socket that counts', async () => {
    const world = await startAtHub()
    const hubSocket = world.last()
    hubSocket.deliver('from the hub')
    await world.clock.advance(limits.relayStableMs)
    await world.accept()
    hubSocket.deliver('from the past')
    world.last().deliver('from the room')
    expect(world.received).toEqual(['from the hub', 'from the room'])
  })
})
