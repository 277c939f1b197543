import { expect, inject, test } from 'vitest'
import { join, newRoomName, type Person } from '../testing/browser-person.ts'
import type {} from '../testing/provided.ts'
import { relayProtocols } from '../wire/relay-frame.ts'

const relayUrl = inject('thirdPartyHubUrl')

async function complete(...people: Person[]) {
  for (const person of people) {
    await person.connectedTo(...people.filter((other) => other !== person).map((other) => other.name))
  }
}

test("two people talk through somebody else's hub, which has no rooms and echoes", async () => {
  const room = newRoomName()
  const [ada, bo] = await Promise.all([join('Ada', room, { relayUrl }), join('Bo', room, { relayUrl })])
  await complete(ada, bo)
  expect(ada.room().relay).toEqual({ kind: 'open', address: 'hub' })
  await ada.say('hello')
  await bo.hears('hello')
  await bo.say('hello yourself')
  await ada.hears('hello', 'hello yourself')
  // Echoes of our own, and other rooms' signals, are nothing to complain of.
  expect([...ada.room().problems, ...bo.room().problems]).toEqual([])
})

test('rooms on one hub stay apart', async () => {
  const [here, there] = [newRoomName(), newRoomName()]
  const [ada, bo, cy, di] = await Promise.all([
    join('Ada', here, { relayUrl }),
    join('Bo', here, { relayUrl }),
    join('Cy', there, { relayUrl }),
    join('Di', there, { relayUrl }),
  ])
  await complete(ada, bo)
  await complete(cy, di)
  await ada.say('here')
  await cy.say('there')
  await bo.hears('here')
  await di.hears('there')
  for (const person of [ada, bo, cy, di]) expect(person.room().problems).toEqual([])
})

test("other applications' messages on the hub disturb nobody", async () => {
  const room = newRoomName()
  const stranger = new WebSocket(relayUrl)
  await new Promise((resolve) => stranger.addEventListener('open', resolve))
  const ada = await join('Ada', room, { relayUrl })
  await expect.poll(() => ada.room().relay).toEqual({ kind: 'open', address: 'hub' })
  for (let n = 0; n < 10; n++) {
    stranger.send(JSON.stringify({ app: 'somebody else', n }))
    stranger.send(crypto.getRandomValues(new Uint8Array(1_000)))
  }
  const bo = await join('Bo', room, { relayUrl })
  await complete(ada, bo)
  await ada.say('hello')
  await bo.hears('hello')
  stranger.close()
})

test.each([
  ['picks a subprotocol without knowing it', inject('thirdPartyRoomsUrls').picksFirst],
  ['picks none, which the browser takes for a failure', inject('thirdPartyRoomsUrls').picksNone],
])('two people talk at a room address of a hub that %s', async (_, url) => {
  const room = newRoomName()
  const [ada, bo] = await Promise.all([
    join('Ada', room, { relayUrl: url }),
    join('Bo', room, { relayUrl: url }),
  ])
  await complete(ada, bo)
  expect(ada.room().relay).toEqual({ kind: 'open', address: 'room' })
  await ada.say('hello')
  await bo.hears('hello')
  for (const person of [ada, bo]) {
    expect(person.room().problems).toEqual([])
    expect(person.log.map((entry) => entry.detail)).not.toContain(relayProtocols.directed)
  }
})
