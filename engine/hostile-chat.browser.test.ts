import { expect, test } from 'vitest'
import { signEntry, toWire } from './chat/signed-entry.ts'
import { claimTo, trustOf } from './identity/people.ts'
import { join, newRoomName } from './testing/browser-person.ts'
import { joinAsHostile } from './testing/hostile.ts'
import { newIdentity } from './testing/test-keys.ts'
import type { ChatMessage } from './chat/protocol.ts'

/** Ada, Bo, and a member of their room who tells Ada what others said. */
async function startTrio() {
  const room = newRoomName()
  const [ada, bo] = await Promise.all([join('Ada', room), join('Bo', room)])
  await Promise.all([ada.connectedTo('Bo'), bo.connectedTo('Ada')])
  const mallory = await joinAsHostile(room, ada.room().me.peerId)
  const channel = await mallory.channel('chat')
  await ada.connectedTo('Bo', 'Mallory')
  const says = (message: ChatMessage) => channel.send(JSON.stringify(message))
  return { ada, bo, mallory, channel, says }
}

test('forged history is not shown, and its bearer is named', async () => {
  const { ada, bo, mallory, says } = await startTrio()
  await bo.say('I owe you nothing')
  await ada.hears('I owe you nothing')
  const [genuine] = await ada.messages()
  if (!genuine) throw new Error('Ada heard it.')
  // Ada asks what she missed, and hears in Bo's name what he never said.
  await expect.poll(() => mallory.heard.some((text) => text.includes('"want"'))).toBe(true)
  const entry = toWire(genuine)
  const forged = { ...entry, text: entry.text.replace('"seq":1', '"seq":2').replace('nothing', 'everything') }
  says({ type: 'history', entries: [forged], isComplete: true })
  expect(await ada.isTold('peer-forged')).toEqual({ kind: 'peer-forged', peerName: 'Mallory', count: 1 })
  await bo.say('indeed')
  await ada.hears('I owe you nothing', 'indeed')
})

test('what was signed in another room, or said by somebody else, is not shown as said here', async () => {
  const { ada, bo, mallory, channel, says } = await startTrio()
  const said = {
    name: 'Bo',
    seq: 1,
    atMs: 1,
    kind: 'text',
    body: { text: 'elsewhere' },
    prev: null,
    follows: [],
  }
  const elsewhere = toWire(await signEntry(mallory.identity, 'ANOTHER', said))
  says({ type: 'entry', entry: elsewhere, isLate: false })
  const another = await signEntry(await newIdentity(), ada.roomId(), said)
  says({ type: 'entry', entry: toWire(another), isLate: false })
  await expect.poll(() => ada.problem('peer-forged')).toMatchObject({ count: 2 })
  channel.send(await mallory.writes({ seq: 1, text: 'in my own name' }))
  await ada.hears('in my own name')
  await bo.say('hello')
  await ada.hears('in my own name', 'hello')
})

test('an author who signs two texts with one number is named, and both are kept', async () => {
  const { ada, mallory, channel } = await startTrio()
  for (const text of ['yes', 'no']) channel.send(await mallory.writes({ seq: 1, text }))
  await expect.poll(() => ada.log.some((entry) => entry.event === 'peer-equivocates')).toBe(true)
  expect(await ada.isTold('peer-equivocates')).toEqual({ kind: 'peer-equivocates', authorName: 'Mallory' })
  expect(await ada.database.equivocations.toArray()).toMatchObject([{ text: 'no' }])
  await ada.hears('yes')
})

test('what is signed under the name of somebody else is a name that another key has', async () => {
  const { ada, bo, mallory, channel } = await startTrio()
  await bo.say('mine')
  await ada.hears('mine')
  channel.send(await mallory.writes({ seq: 1, text: 'not mine', authorName: 'Bo', atMs: Date.now() }))
  await ada.hears('mine', 'not mine')
  // As panels judge it (stores/people.ts).
  await expect.poll(() => ada.database.people.count()).toBe(2)
  const people = await ada.database.people.toArray()
  const trust = (await ada.messages()).map(({ authorId, authorName }) => {
    const row = people.find((one) => one.peerId === authorId)
    return trustOf(claimTo(authorName, authorId, row), people, 'Ada')
  })
  expect(trust).toEqual(['known', 'name-conflict'])
})

test('a time that is a lie moves only its author’s words', async () => {
  const { ada, bo, mallory, channel } = await startTrio()
  await bo.say('one')
  await ada.hears('one')
  channel.send(await mallory.writes({ seq: 2, text: 'the end of time', atMs: 8.64e15 }))
  await ada.hears('one', 'the end of time')
  await bo.say('two')
  await expect.poll(async () => (await ada.messages()).length).toBe(3)
  const texts = (await ada.messages()).map(({ text }) => text)
  expect(texts.filter((text) => text !== 'the end of time')).toEqual(['one', 'two'])
})
