import { describe, expect, test } from 'vitest'
import { join, newRoomName, type Person } from './testing/browser-person.ts'

/** Everyone is connected to everyone. */
async function complete(people: readonly Person[]) {
  await Promise.all(
    people.map((person) =>
      person.connectedTo(...people.filter((other) => other !== person).map((other) => other.name)),
    ),
  )
}

test('two people connect and talk both ways', async () => {
  const room = newRoomName()
  const ada = await join('Ada', room)
  expect(ada.peers()).toEqual([])
  const bo = await join('Bo', room)
  await complete([ada, bo])

  expect(await ada.say('hello <b>Bo</b> 🙂')).toEqual({ ok: true, value: undefined })
  await bo.hears('hello <b>Bo</b> 🙂')
  await bo.say('hello\nAda')
  await ada.hears('hello <b>Bo</b> 🙂', 'hello\nAda')
  const [first, second] = await ada.messages()
  expect(first).toMatchObject({ authorName: 'Ada', seq: 1 })
  expect(second).toMatchObject({ authorName: 'Bo', seq: 1 })
})

test('a message is acknowledged when the other has it', async () => {
  const room = newRoomName()
  const [ada, bo] = await Promise.all([join('Ada', room), join('Bo', room)])
  await complete([ada, bo])
  await ada.say('hello')
  await expect.poll(() => ada.received(bo)).toEqual([[1, 1]])
})

test('the greatest message arrives', async () => {
  const room = newRoomName()
  const [ada, bo] = await Promise.all([join('Ada', room), join('Bo', room)])
  await complete([ada, bo])
  const text = `a${'\u0001'.repeat(32_767)}`
  expect(await ada.say(text)).toEqual({ ok: true, value: undefined })
  await bo.hears(text)
})

test('what a connection log needs is in it, and no address', async () => {
  const room = newRoomName()
  const ada = await join('Ada', room)
  const bo = await join('Bo', room)
  await complete([ada, bo])
  const events = () => [...ada.log, ...bo.log].map((entry) => entry.event)
  // Through the relay they may come after the link that they are for.
  await expect.poll(events).toContain('candidates-received')
  for (const event of ['relay-open-room', 'offer-sent', 'offer-received', 'answer-sent', 'answer-received']) {
    expect(events()).toContain(event)
  }
  expect(events()).toContain('channel-open')
  const details = [...ada.log, ...bo.log].map((entry) => entry.detail ?? '').join('\n')
  expect(details).not.toMatch(/\d+\.\d+\.\d+\.\d+|\.local|:[0-9a-f]*:/)
})

test('four make a mesh, and everybody hears everybody', async () => {
  const room = newRoomName()
  const people = await Promise.all(['Ada', 'Bo', 'Cy', 'Di'].map((name) => join(name, room)))
  await complete(people)
  await Promise.all(people.map((person) => person.say(`I am ${person.name}`)))
  for (const person of people) {
    await expect
      .poll(async () => (await person.messages()).map((row) => row.text).sort())
      .toEqual(['I am Ada', 'I am Bo', 'I am Cy', 'I am Di'])
  }
})

test('both join at the same instant, fifteen times', async () => {
  for (let round = 0; round < 15; round++) {
    const room = newRoomName()
    const pair = await Promise.all([join('Ada', room), join('Bo', room)])
    await complete(pair)
    await pair[0].say(`round ${round}`)
    await pair[1].hears(`round ${round}`)
    for (const person of pair) person.leave()
  }
})

test('four join and leave again and again, and meet each time', async () => {
  const room = newRoomName()
  for (let round = 0; round < 3; round++) {
    const people = await Promise.all(['Ada', 'Bo', 'Cy', 'Di'].map((name) => join(name, room)))
    await complete(people)
    for (const person of people) person.leave()
  }
})

describe('when one leaves', () => {
  test('the others see it at once, not by a time-out, and go on', async () => {
    const room = newRoomName()
    const people = await Promise.all(['Ada', 'Bo', 'Cy'].map((name) => join(name, room)))
    await complete(people)
    const [ada, bo, cy] = people
    if (!ada || !bo || !cy) throw new Error('Three joined.')
    bo.leave()
    await Promise.all([ada.connectedTo('Cy'), cy.connectedTo('Ada')])
    for (const { log } of [ada, cy]) {
      expect(log.filter((entry) => entry.peerName === 'Bo').at(-1)?.event).toBe('peer-left')
    }
    await ada.say('Bo is gone')
    await cy.hears('Bo is gone')
    expect(ada.room().problems).toEqual([])
  })

  test('and comes back as the same person, it is one person', async () => {
    const room = newRoomName()
    const ada = await join('Ada', room)
    const bo = await join('Bo', room)
    await complete([ada, bo])
    const before = ada.room().peers
    bo.leave()
    await bo.engine.join({ name: 'Bo again', roomName: room, relayUrl: ada.room().relayUrl })
    await ada.connectedTo('Bo again')
    expect(ada.room().peers[0]?.peerId).toBe(before[0]?.peerId)
  })
})

test('a newcomer while others talk disturbs nobody and hears what comes', async () => {
  const room = newRoomName()
  const [ada, bo] = await Promise.all([join('Ada', room), join('Bo', room)])
  await complete([ada, bo])
  const texts: string[] = []
  const say = async (text: string) => {
    texts.push(text)
    await ada.say(text)
  }
  for (let n = 0; n < 20; n++) await say(`before ${n}`)
  const joining = join('Cy', room)
  for (let n = 0; n < 20; n++) await say(`meanwhile ${n}`)
  const cy = await joining
  await complete([ada, bo, cy])
  for (let n = 0; n < 20; n++) await say(`after ${n}`)
  await bo.hears(...texts)
  await expect.poll(async () => (await cy.messages()).at(-1)?.text).toBe('after 19')
  const heard = (await cy.messages()).map((row) => row.text)
  // Whatever came before the link, what came after it is all there, in order.
  expect(heard.slice(-20)).toEqual(texts.slice(-20))
  expect(heard).toEqual(texts.filter((text) => heard.includes(text)))
})
