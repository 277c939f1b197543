import { expect, test } from 'vitest'
import { join, newRoomName, type Person } from '../testing/browser-person.ts'
import { keyOf } from './kinds/reference.ts'
import { readReactions } from './reactions.ts'
import { inThread } from './sort-key.ts'

/** The messages as they are shown, each with its emoji; undefined where one was deleted. */
async function thread(person: Person) {
  const rows = await inThread(person.database.entries, person.roomId()).toArray()
  const reactions = await readReactions(person.database, person.roomId(), rows.map(keyOf))
  const emojiOf = (row: (typeof rows)[number]) =>
    (reactions.get(keyOf(row)) ?? []).map(({ emoji, people }) => `${emoji}${people.length}`)
  return rows.map((row) => [row.text, ...emojiOf(row)])
}

/** Does to the message that says so what a panel would. */
async function target(person: Person, text: string) {
  const row = (await person.messages()).find((one) => one.text === text)
  if (!row) throw new Error(`${person.name} has no "${text}".`)
  return keyOf(row)
}

test('what both do to messages while a real link is cut is the same for both once it has healed', async () => {
  const room = newRoomName()
  const [ada, bo] = [await join('Ada', room), await join('Bo', room)]
  await Promise.all([ada.connectedTo('Bo'), bo.connectedTo('Ada')])
  for (const text of ['one', 'two', 'three']) await ada.say(text)
  await bo.hears('one', 'two', 'three')
  const actions = (person: Person) => {
    const found = person.engine.room(person.roomId())?.features.chat.actions
    if (!found) throw new Error(`${person.name} is not in the room.`)
    return found
  }

  const [one, two, three] = [await target(ada, 'one'), await target(ada, 'two'), await target(ada, 'three')]
  const react = { target: three, emoji: '👍', isOn: true }

  // Bo's end is gone at once; Ada's doesn't know it yet.
  bo.liveConnection()?.close()
  const refusals = await Promise.all([
    // Neither knows yet what the other does, so Bo answers what Ada deletes.
    actions(bo).say.run({ text: 'Which?', replyTo: two }),
    actions(ada).edit.run({ target: one, text: 'one!' }),
    actions(ada).delete.run({ target: two }),
    actions(ada).react.run(react),
    actions(bo).react.run(react),
  ])
  expect(refusals).toEqual([undefined, undefined, undefined, undefined, undefined])

  await Promise.all([ada.connectedTo('Bo'), bo.connectedTo('Ada')])
  const healed = [['one!'], [undefined], ['three', '👍2'], ['Which?']]
  await expect.poll(async () => [await thread(ada), await thread(bo)]).toEqual([healed, healed])
})
