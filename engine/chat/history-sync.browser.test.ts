import { expect, test } from 'vitest'
import { join, newRoomName, type Person } from '../testing/browser-person.ts'
import { limits } from '../base/limits.ts'

const texts = (count: number, word = 'message') => Array.from({ length: count }, (_, n) => `${word} ${n + 1}`)

const saysAll = async (person: Person, all: readonly string[]) => {
  for (const text of all) await person.say(text)
}

test('a late joiner hears what was said from somebody who did not say it', async () => {
  const room = newRoomName()
  const [ada, bo] = await Promise.all([join('Ada', room), join('Bo', room)])
  await Promise.all([ada.connectedTo('Bo'), bo.connectedTo('Ada')])
  await ada.say('one')
  await bo.hears('one')
  await bo.say('two')
  await ada.hears('one', 'two')
  await ada.say('three')
  await bo.hears('one', 'two', 'three')
  const adaId = ada.room().me.peerId
  ada.leave()
  await bo.connectedTo()
  const cy = await join('Cy', room)
  await cy.hears('one', 'two', 'three')
  expect((await cy.messages()).map((row) => row.authorId === adaId)).toEqual([true, false, true])
  await cy.say('four')
  await bo.hears('one', 'two', 'three', 'four')
})

test('two who were apart end with the same, in the same order', async () => {
  const room = newRoomName()
  const ada = await join('Ada', room)
  await saysAll(ada, ['a1', 'a2'])
  ada.leave()
  const bo = await join('Bo', room)
  await saysAll(bo, ['b1', 'b2'])
  const adaAgain = await join('Ada', room, { database: ada.database })
  await bo.hears('a1', 'a2', 'b1', 'b2')
  await adaAgain.hears('a1', 'a2', 'b1', 'b2')
})

test('what was written while alone outlives the browser, and arrives once', async () => {
  const room = newRoomName()
  const ada = await join('Ada', room)
  await saysAll(ada, ['one', 'two'])
  ada.leave()
  const again = await join('Ada', room, { database: ada.database })
  await again.say('three')
  const bo = await join('Bo', room)
  await bo.hears('one', 'two', 'three')
  await expect.poll(() => again.received(bo)).toEqual([[1, 3]])
  expect((await bo.messages()).map((row) => row.seq)).toEqual([1, 2, 3])
})

test('a catch-up that is torn goes on with the next link, and nothing comes twice', async () => {
  const room = newRoomName()
  const ada = await join('Ada', room)
  const said = texts(limits.maxHistoryPageEntries * 4)
  await saysAll(ada, said)
  const bo = await join('Bo', room)
  await bo.hears(...said)
  ada.leave()
  await bo.connectedTo()
  const cy = await join('Cy', room)
  for (const atLeast of [1, 2]) {
    await expect
      .poll(() => cy.database.entries.count(), { interval: 1 })
      .toBeGreaterThan(limits.maxHistoryPageEntries * atLeast - 1)
    bo.liveConnection()?.close()
  }
  await cy.hears(...said)
})

test('who forgot the room gets own words back, and goes on counting after them', async () => {
  const room = newRoomName()
  const [ada, bo] = await Promise.all([join('Ada', room), join('Bo', room)])
  await Promise.all([ada.connectedTo('Bo'), bo.connectedTo('Ada')])
  await saysAll(ada, ['one', 'two'])
  await bo.hears('one', 'two')
  await expect.poll(() => ada.received(bo)).toEqual([[1, 2]])
  ada.leave()
  await bo.connectedTo()
  const { entries, ownSeqs, receipts, versionVectors } = ada.database
  await Promise.all([entries, ownSeqs, receipts, versionVectors].map((table) => table.clear()))
  const again = await join('Ada', room, { database: ada.database })
  await again.hears('one', 'two')
  await again.say('three')
  await bo.hears('one', 'two', 'three')
  expect((await bo.messages()).map((row) => row.seq)).toEqual([1, 2, 3])
})

test('live words do not wait for a long catch-up', async () => {
  const room = newRoomName()
  const ada = await join('Ada', room)
  const said = texts(limits.maxHistoryPageEntries * 5)
  await saysAll(ada, said)
  const bo = await join('Bo', room)
  await bo.hears(...said)
  const cy = await join('Cy', room)
  await expect.poll(() => cy.database.entries.count(), { interval: 1 }).toBeGreaterThan(0)
  await bo.say('now')
  await expect.poll(() => cy.database.entries.where({ roomId: cy.roomId() }).count()).toBe(said.length + 1)
  await cy.hears(...said, 'now')
  const order = (await cy.database.entries.orderBy('order').toArray()).findIndex((row) => row.text === 'now')
  expect(order).toBeLessThan(said.length)
})

test('everybody comes and goes and talks, and all end with every word once, in its author’s order', async () => {
  const room = newRoomName()
  const people = await Promise.all(['Ada', 'Bo', 'Cy'].map((name) => join(name, room)))
  const said = new Map(people.map((person) => [person.name, texts(12, person.name)]))
  await Promise.all(
    people.map(async (person, index) => {
      let current = person
      for (const [n, text] of (said.get(person.name) ?? []).entries()) {
        await current.say(text)
        if (n % 4 !== index) continue
        current.leave()
        current = await join(person.name, room, { database: person.database })
        people[index] = current
      }
    }),
  )
  for (const person of people) {
    await person.connectedTo(...people.filter((other) => other !== person).map((other) => other.name))
    for (const [name, words] of said) {
      const heard = async () =>
        (await person.messages()).filter((row) => row.authorName === name).map((row) => row.text)
      await expect.poll(heard).toEqual(words)
    }
  }
})
