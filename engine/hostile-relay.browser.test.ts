import { describe, expect, test } from 'vitest'
import { join, newRoomName, withoutDirectedDelivery } from './testing/browser-person.ts'
import { openHostileClient } from './testing/hostile.ts'
import { limits } from './base/limits.ts'

const randomBytes = (size: number) => {
  const bytes = new Uint8Array(size)
  for (let start = 0; start < size; start += 65_536)
    crypto.getRandomValues(bytes.subarray(start, start + 65_536))
  return bytes
}
const randomText = (size: number) => String.fromCharCode(...randomBytes(size).map((byte) => (byte % 94) + 32))

test('malformed from the relay is said, counted and dropped, and two people meet and talk all the same', async () => {
  const room = newRoomName()
  const ada = await join('Ada', room)
  await expect.poll(() => ada.room().relay).toEqual({ kind: 'open', address: 'room' })
  const noise = [
    randomText(100),
    randomText(65_536),
    randomBytes(100),
    randomBytes(65_536),
    '',
    `sidetone.${randomText(100)}`,
    `sidetone.${'A'.repeat(65_000)}`,
    JSON.stringify({ type: 'offer', sdp: 'v=0' }),
    '['.repeat(60_000),
  ]
  const { socket } = await openHostileClient(room)
  for (const one of noise) socket.send(one)
  expect(await ada.isTold('relay-malformed')).toMatchObject({ kind: 'relay-malformed' })

  const bo = await join('Bo', room)
  for (const one of noise) socket.send(one)
  await Promise.all([ada.connectedTo('Bo'), bo.connectedTo('Ada')])
  for (const one of noise) socket.send(one)
  await ada.say('hello')
  await bo.hears('hello')

  ada.engine.room(ada.roomId())?.dismissProblem('relay-malformed')
  expect(ada.problem('relay-malformed')).toBeUndefined()
})

test('a flood of malformed keeps nobody from meeting', async () => {
  const room = newRoomName()
  const { socket } = await openHostileClient(room)
  const flood = new AbortController()
  const pump = () => {
    if (flood.signal.aborted) return
    for (let n = 0; n < 50; n++) socket.send(`sidetone.${'A'.repeat(2_000)}`)
    setTimeout(pump)
  }
  pump()
  const [ada, bo] = await Promise.all([join('Ada', room), join('Bo', room)])
  await Promise.all([ada.connectedTo('Bo'), bo.connectedTo('Ada')])
  await ada.say('hello')
  await bo.hears('hello')
  flood.abort()
})

test('signals that are played again do nothing, in whichever order', async () => {
  const room = newRoomName()
  const eavesdropper = await openHostileClient(room)
  const [ada, bo] = await Promise.all([
    join('Ada', room, withoutDirectedDelivery),
    join('Bo', room, withoutDirectedDelivery),
  ])
  await Promise.all([ada.connectedTo('Bo'), bo.connectedTo('Ada')])
  const recorded = [...eavesdropper.heard]
  expect(recorded.length).toBeGreaterThan(3)
  for (const sealed of [...recorded, ...recorded.toReversed(), ...recorded]) eavesdropper.socket.send(sealed)

  // A newcomer's signals come after all those: when it is linked, the others have dealt with them.
  const cy = await join('Cy', room)
  await Promise.all([ada.connectedTo('Bo', 'Cy'), bo.connectedTo('Ada', 'Cy'), cy.connectedTo('Ada', 'Bo')])
  for (const [one, other] of [
    [ada, 'Bo'],
    [bo, 'Ada'],
  ] as const) {
    const opened = one.log.filter((entry) => entry.event === 'channel-open' && entry.peerName === other)
    expect(opened).toHaveLength(1)
  }
  await ada.say('still here')
  await bo.hears('still here')
})

test('what a visit recorded does not wake the next one', async () => {
  const room = newRoomName()
  const eavesdropper = await openHostileClient(room)
  const [ada, bo] = await Promise.all([
    join('Ada', room, withoutDirectedDelivery),
    join('Bo', room, withoutDirectedDelivery),
  ])
  await Promise.all([ada.connectedTo('Bo'), bo.connectedTo('Ada')])
  const recorded = [...eavesdropper.heard]
  bo.leave()
  await ada.connectedTo()
  for (const sealed of recorded) eavesdropper.socket.send(sealed)
  const cy = await join('Cy', room)
  await Promise.all([ada.connectedTo('Cy'), cy.connectedTo('Ada')])
})

test('nothing that is not sealed and signed asks anybody to update', async () => {
  const room = newRoomName()
  const ada = await join('Ada', room)
  await expect.poll(() => ada.room().relay.kind).toBe('open')
  const { socket } = await openHostileClient(room)
  for (let n = 0; n < 5; n++) socket.send('sidetone9.AAAAAAAAAAAAAAAA')
  await ada.isTold('relay-malformed')
  expect([ada.room().peers, ada.room().problems.map(({ kind }) => kind)]).toEqual([[], ['relay-malformed']])
})

test('a hello of somebody who left, played again to a newcomer, lists nobody', async () => {
  const room = newRoomName()
  const eavesdropper = await openHostileClient(room)
  const bo = await join('Bo', room, withoutDirectedDelivery)
  await expect.poll(() => eavesdropper.heard.length).toBeGreaterThan(0)
  bo.leave()
  const recorded = [...eavesdropper.heard]
  const seen = new Set<string>()
  const ada = await join('Ada', room, {
    onEvent(event) {
      if (event.type === 'room') for (const { name } of event.room.peers) seen.add(name)
    },
  })
  await expect.poll(() => ada.room().relay.kind).toBe('open')
  for (const sealed of recorded) eavesdropper.socket.send(sealed)
  await expect.poll(() => ada.log.some((entry) => entry.event === 'hello-received')).toBe(true)
  const cy = await join('Cy', room)
  await Promise.all([ada.connectedTo('Cy'), cy.connectedTo('Ada')])
  expect([...seen]).toEqual(['Cy'])
})

test('what was recorded of somebody’s earlier visit tears no open link, though the other never saw that visit', async () => {
  const room = newRoomName()
  const eavesdropper = await openHostileClient(room)
  const earlier = await join('Bo', room, withoutDirectedDelivery)
  await expect.poll(() => eavesdropper.heard.length).toBeGreaterThan(0)
  earlier.leave()
  const recorded = [...eavesdropper.heard]
  const bo = await join('Bo', room, { ...withoutDirectedDelivery, database: earlier.database })
  const ada = await join('Ada', room, withoutDirectedDelivery)
  await Promise.all([ada.connectedTo('Bo'), bo.connectedTo('Ada')])
  const opened = () =>
    ada.log.filter((entry) => entry.event === 'channel-open' && entry.peerName === 'Bo').length
  for (let round = 1; round <= 3; round++) {
    for (const sealed of recorded) eavesdropper.socket.send(sealed)
    await ada.say(`still here ${round}`)
    await bo.hears(...Array.from({ length: round }, (_, index) => `still here ${index + 1}`))
  }
  // Longer than the open link is given to answer for the visit that it belongs to.
  await new Promise((resolve) => setTimeout(resolve, 2 * limits.visitProbeMs))
  expect(opened()).toBe(1)
  expect(ada.peers('connected')).toEqual(['Bo'])
})

describe('a relay that withholds', () => {
  /** A socket that hands over only what it is told to. */
  function withholding(isHandedOver: (number: number) => boolean) {
    let delivered = 0
    function openSocket(address: string) {
      const socket = new WebSocket(address)
      // Before the engine's own listener, which it keeps from the event.
      socket.addEventListener('message', (event) => {
        delivered += 1
        if (!isHandedOver(delivered)) event.stopImmediatePropagation()
      })
      return socket
    }
    // Whoever is alone says so as soon as it may.
    return { environment: { openSocket, random: () => 0 } }
  }

  test.each([
    ['the first signals', (number: number) => number > 3],
    ['every other signal', (number: number) => number % 2 === 0],
  ])('%s delays a meeting, no more', async (_, isHandedOver) => {
    const room = newRoomName()
    const ada = await join('Ada', room, withholding(isHandedOver))
    const bo = await join('Bo', room)
    await Promise.all([ada.connectedTo('Bo'), bo.connectedTo('Ada')])
    await ada.say('at last')
    await bo.hears('at last')
  })

  test('everything, once people are linked, parts nobody', async () => {
    const room = newRoomName()
    let isHandedOver = true
    const [ada, bo] = await Promise.all([
      join(
        'Ada',
        room,
        withholding(() => isHandedOver),
      ),
      join(
        'Bo',
        room,
        withholding(() => isHandedOver),
      ),
    ])
    await Promise.all([ada.connectedTo('Bo'), bo.connectedTo('Ada')])
    isHandedOver = false
    for (const text of ['one', 'two', 'three']) {
      await new Promise((resolve) => setTimeout(resolve, limits.heartbeatIntervalMs))
      await ada.say(text)
    }
    await bo.hears('one', 'two', 'three')
    expect([ada, bo].map(({ log }) => log.filter(({ event }) => event === 'link-silent'))).toEqual([[], []])
  })
})
