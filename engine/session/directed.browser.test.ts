import { expect, inject, test } from 'vitest'
import { commands } from 'vitest/browser'
import { browserEnvironment } from '../base/browser-environment.ts'
import { join, newRoomName, withoutDirectedDelivery, type Person } from '../testing/browser-person.ts'
import { openHostileClient } from '../testing/hostile.ts'
import type {} from '../testing/provided.ts'
import { relayProtocols } from '../wire/relay-frame.ts'
import { createRelaySocket } from './relay-socket.ts'

const relayUrl = inject('countedRelayUrl')

/** What the relay counts from now on. */
async function countFromNow() {
  const before = await commands.readRelayMetrics(relayUrl)
  return async () => {
    const now = await commands.readRelayMetrics(relayUrl)
    return { received: now.received - before.received, delivered: now.delivered - before.delivered }
  }
}

async function complete(people: readonly Person[]) {
  for (const person of people) {
    await person.connectedTo(...people.filter((other) => other !== person).map((other) => other.name))
  }
}

const isDirected = (person: Person) =>
  person.log.some((entry) => entry.event === 'relay-open-room' && entry.detail === relayProtocols.directed)

test('in a room of four, what is for one is delivered once and what is for all three times', async () => {
  const environment = browserEnvironment()
  const roomId = environment.randomId()
  const members = await Promise.all(
    Array.from({ length: 4 }, async () => {
      const heard: string[] = []
      const address = environment.randomId()
      const socket = createRelaySocket({
        relayUrl,
        roomId,
        address,
        environment,
        isAlone: () => true,
        isCutOff: () => false,
        onState: () => undefined,
        onMessage: (data) => heard.push(data instanceof ArrayBuffer ? new TextDecoder().decode(data) : ''),
      })
      await expect.poll(() => socket.isDirected()).toBe(true)
      return { socket, address, heard }
    }),
  )
  const [ada, , cy] = members
  if (!ada || !cy) throw new Error('Four are in the room.')
  // Nobody hears an "I am", so it is an own word to oneself that shows that all of them are in.
  for (const { socket, address, heard } of members) {
    socket.send('to myself', address)
    await expect.poll(() => heard).toEqual(['to myself'])
    heard.length = 0
  }

  const counted = await countFromNow()
  ada.socket.send('to Cy', cy.address)
  await expect.poll(() => cy.heard).toEqual(['to Cy'])
  await expect.poll(counted).toEqual({ received: 1, delivered: 1 })
  ada.socket.send('to all')
  for (const { heard } of members.slice(1)) await expect.poll(() => heard.at(-1)).toBe('to all')
  await expect.poll(counted).toEqual({ received: 2, delivered: 1 + 3 })
  expect(members.map(({ heard }) => heard)).toEqual([[], ['to all'], ['to Cy', 'to all'], ['to all']])
  for (const { socket } of members) socket.close()
})

// Again where a machine that stood still had links mended, which is said through the relay, too.
test(
  'the fourth who joins a room is heard by three once, and all that follows goes to one each',
  { retry: 2 },
  async () => {
    const room = newRoomName()
    const people: Person[] = []
    for (const name of ['Ada', 'Bo', 'Cy']) people.push(await join(name, room, { relayUrl }))
    await complete(people)

    const counted = await countFromNow()
    people.push(await join('Di', room, { relayUrl }))
    await complete(people)
    expect(people.map(isDirected)).toEqual([true, true, true, true])
    // Its "I am" is for the relay and its hello for three; an offer and an answer for each link are for one.
    expect((await counted()).received).toBeGreaterThanOrEqual(1 + 1 + 3 * 2 - 1)
    await expect
      .poll(async () => {
        const { received, delivered } = await counted()
        return delivered - received
      })
      .toBe(3 - 1 - 1)
  },
)

test.each([
  ['joins first', true],
  ['joins last', false],
])('a room in which one knows nothing of it and %s', async (_, isFirst) => {
  const room = newRoomName()
  const ada = () => join('Ada', room, { relayUrl, ...withoutDirectedDelivery })
  const people: Person[] = isFirst ? [await ada()] : []
  people.push(await join('Bo', room, { relayUrl }), await join('Cy', room, { relayUrl }))
  if (!isFirst) people.push(await ada())
  await complete(people)
  expect(people.filter(isDirected).map((person) => person.name)).toEqual(['Bo', 'Cy'])
  for (const person of people) {
    await person.say(`I am ${person.name}`)
    expect(person.room().problems).toEqual([])
  }
  for (const person of people) {
    await expect.poll(async () => (await person.messages()).length).toBe(3)
  }
})

test('a hub client in the room hears nothing of what is for one', async () => {
  const room = newRoomName()
  const { heard } = await openHostileClient(room)
  const [ada, bo] = await Promise.all([join('Ada', room), join('Bo', room)])
  await complete([ada, bo])
  const hellos = [...ada.log, ...bo.log].filter((entry) => entry.event === 'hello-sent')
  await expect.poll(() => heard).toHaveLength(hellos.length)
  for (const text of heard) expect(text).toMatch(/^sidetone\./)
})
