import { describe, expect, test } from 'vitest'
import { settle } from '../testing/fake-clock.ts'
import { createFakeEnvironment } from '../testing/fake-environment.ts'
import { limits } from '../base/limits.ts'
import { createTurnCredentials, turnAddress } from './turn-credentials.ts'

const relayUrl = 'wss://relay.example/ws?key=k'
const address = 'https://relay.example/turn?key=k'
const answer = (username: string, urls = ['turn:t.example.org:3478?transport=udp']) =>
  JSON.stringify({ iceServers: [{ urls, username, credential: 'c' }], ttlSeconds: 3_600 })

function start({ isNeeded = true } = {}) {
  const fakes = createFakeEnvironment()
  const world = { ...fakes, isNeeded, changes: 0, told: 0 }
  const provided = createTurnCredentials({
    environment: fakes.environment,
    isNeeded: () => world.isNeeded,
    onChange: () => (world.changes += 1),
  })
  const room = provided.join(relayUrl, () => (world.told += 1))
  return Object.assign(world, {
    provided,
    room,
    /** From now on something speaks HTTP there. */
    startRelay: () => (fakes.answersHttp = true),
    users: () => provided.serversOf(relayUrl).map(({ username }) => username),
    async open() {
      room.relayOpened()
      await fakes.clock.advance(limits.turnRequestDelayMs)
      await settle()
    },
  })
}

test.each([
  ['ws://127.0.0.1:8080/ws', 'http://127.0.0.1:8080/turn'],
  ['wss://relay.example/talk/ws/?key=k', 'https://relay.example/talk/turn?key=k'],
  ['wss://relay.example', 'https://relay.example/turn'],
])('at %s they are asked for at %s', (url, expected) => {
  expect(turnAddress(url)).toBe(expected)
})

test('are asked for a moment after the relay opened, and used by rooms at that relay', async () => {
  const world = start()
  world.httpText.set(address, answer('first'))
  world.room.relayOpened()
  await settle()
  expect(world.fetched).toEqual([])
  await world.open()
  expect(world.fetched).toEqual([address])
  expect(world.provided.serversOf(relayUrl)).toEqual([
    { url: 'turn:t.example.org:3478?transport=udp', username: 'first', credential: 'c' },
  ])
  expect([world.changes, world.told]).toEqual([1, 1])
  expect(world.provided.serversOf('wss://another.example/ws')).toEqual([])
})

test('new ones are asked for before they end, and while a room is joined only', async () => {
  const world = start()
  world.httpText.set(address, answer('first'))
  await world.open()
  world.httpText.set(address, answer('second'))
  await world.clock.advance(2_800_000)
  await settle()
  expect([world.users(), world.fetched.length, world.told]).toEqual([['second'], 2, 2])
  world.room.leave()
  await world.clock.advance(10_000_000)
  expect([world.users(), world.fetched.length, world.clock.pending()]).toEqual([[], 2, 0])
})

test('a relay that provides no more is asked again until they end, and they end', async () => {
  const world = start()
  world.httpText.set(address, answer('first'))
  await world.open()
  world.httpText.clear()
  await world.clock.advance(3_500_000)
  expect(world.users()).toEqual(['first'])
  await world.clock.advance(3_600_000)
  expect(world.users()).toEqual([])
  expect(world.clock.pending()).toBe(0)
})

test('a relay without any is asked once, and not at each of its openings', async () => {
  const world = start()
  await world.open()
  await world.open()
  expect(world.fetched).toHaveLength(1)
  await world.clock.advance(limits.minTurnRequestIntervalMs)
  await world.open()
  expect(world.fetched).toHaveLength(2)
})

test('a room that needs none does not ask', async () => {
  const world = start({ isNeeded: false })
  world.httpText.set(address, answer('first'))
  await world.open()
  expect(world.fetched).toEqual([])
})

test('with nothing else to hide behind the relay is asked before joining', async () => {
  const world = start()
  expect(await world.provided.refusal(relayUrl)).toEqual({ kind: 'relay-unreachable', relayUrl })
  world.startRelay()
  expect(await world.provided.refusal(relayUrl)).toEqual({ kind: 'relay-only-without-turn' })
  world.httpText.set(address, answer('first'))
  expect(await world.provided.refusal(relayUrl)).toBeUndefined()
  expect(await world.provided.refusal(relayUrl)).toBeUndefined()
  expect(world.fetched).toHaveLength(3)
})

describe('an answer that is none provides nothing', () => {
  test.each<[string, string]>([
    ['no JSON', '<html>'],
    ['something else', '{"relay":"sidetone"}'],
    ['no TURN', answer('x', ['stun:s.example.org'])],
    ['no URL', answer('x', ['https://t.example.org', 'turn:'])],
    ['too many', answer('x', Array<string>(100).fill('turn:t.example.org'))],
    ['no password', answer('x').replace('"c"', '""')],
    ['a name that never ends', answer('x'.repeat(1_000))],
  ])('%s', async (_, text) => {
    const world = start()
    world.httpText.set(address, text)
    await world.open()
    expect(world.provided.serversOf(relayUrl)).toEqual([])
    expect(world.changes).toBe(0)
  })
})
