import type { Problem } from '../base/problem.ts'
import type { ChatActions } from './chat-actions.ts'
import { describe, expect, test } from 'vitest'
import { createChatWorld, type Member } from '../testing/chat-world.ts'
import { createMemoryDatabase } from '../testing/memory-database.ts'
import { eventually } from '../testing/eventually.ts'
import { limits } from '../base/limits.ts'
import { keyOf } from './kinds/reference.ts'
import { readPins } from './pins.ts'
import { readReactions } from './reactions.ts'
import { inThread } from './sort-key.ts'
import { hasGapBefore } from './gaps.ts'
import { readUnpins } from './unpins.ts'

const roomOf = async ({ database }: Member) => (await database.entries.toArray())[0]?.roomId ?? ''
const thread = async (member: Member) => inThread(member.database.entries, await roomOf(member)).toArray()

/** The key of the entry that stands at that place in the thread. */
async function keyAt(member: Member, index: number): Promise<string> {
  const row = (await thread(member))[index]
  if (!row) throw new Error('There is no such message.')
  return keyOf(row)
}

type Act = (actions: ChatActions) => Promise<Problem | undefined>
const edit =
  (target: string, text: string): Act =>
  (actions) =>
    actions.edit.run({ target, text })
const reply =
  (text: string, replyTo: string): Act =>
  (actions) =>
    actions.say.run({ text, replyTo })
const react =
  (input: Parameters<ChatActions['react']['run']>[0]): Act =>
  (actions) =>
    actions.react.run(input)
const pin =
  (input: Parameters<ChatActions['pin']['run']>[0]): Act =>
  (actions) =>
    actions.pin.run(input)
const remove =
  (target: string): Act =>
  (actions) =>
    actions.delete.run({ target })

async function does(member: Member, act: Act) {
  expect(await act(member.chat.actions)).toBeUndefined()
  await member.clock.advance(1)
}

/** What one sees: texts as they are now, undefined where one was deleted, with their emoji. */
async function seen(member: Member) {
  const rows = await thread(member)
  const reactions = await readReactions(member.database, await roomOf(member), rows.map(keyOf))
  return rows.map((row) => [
    row.text,
    ...(reactions.get(keyOf(row)) ?? []).map(({ emoji, people }) => `${emoji}${people.length}`),
  ])
}

const sees = (member: Member, expected: (string | undefined)[][]) =>
  eventually(async () => expect(await seen(member)).toEqual(expected))

async function startPair() {
  const world = createChatWorld()
  const [ada, bo] = [await world.add('Ada'), await world.add('Bo')]
  await world.link(ada, bo)
  return { world, ada, bo }
}

test('what one does to messages, the other sees, and who comes late as well', async () => {
  const { world, ada, bo } = await startPair()
  await ada.say('helo', 'secret')
  await sees(bo, [['helo'], ['secret']])
  await does(bo, react({ target: await keyAt(bo, 0), emoji: '👍', isOn: true }))
  await does(bo, reply('hi', await keyAt(bo, 0)))
  await does(ada, edit(await keyAt(ada, 0), 'hello'))
  await does(ada, edit(await keyAt(ada, 1), 'more of the secret'))
  await does(ada, remove(await keyAt(ada, 1)))
  await does(bo, pin({ target: await keyAt(bo, 0), isOn: true }))
  const expected = [['hello', '👍1'], [undefined], ['hi']]
  for (const member of [ada, bo]) {
    await sees(member, expected)
    const all = JSON.stringify(await member.database.entries.toArray())
    expect(all).not.toContain('secret')
    expect(await readPins(member.database, await roomOf(member))).toMatchObject([
      { target: await keyAt(ada, 0) },
    ])
  }
  const cy = await world.add('Cy')
  await world.link(cy, bo)
  await sees(cy, [['hello', '👍1'], ['hi']])
  await world.link(cy, ada)
  await ada.say('after')
  await sees(cy, [['hello', '👍1'], ['hi'], ['after']])
  expect((await thread(cy))[1]?.replyTo).toMatchObject({ authorId: ada.identity.peerId, seq: 1 })
})

test('anyone takes back what somebody pinned, also at once and while a link is cut', async () => {
  const { world, ada, bo } = await startPair()
  await ada.say('the address')
  await sees(bo, [['the address']])
  const pins = async (member: Member) => (await readPins(member.database, await roomOf(member))).length
  await does(ada, pin({ target: await keyAt(ada, 0), isOn: true }))
  await eventually(async () => expect([await pins(ada), await pins(bo)]).toEqual([1, 1]))
  await does(bo, pin({ target: await keyAt(bo, 0), isOn: false }))
  await eventually(async () => expect([await pins(ada), await pins(bo)]).toEqual([0, 0]))

  for (const member of [ada, bo]) await does(member, pin({ target: await keyAt(ada, 0), isOn: true }))
  await eventually(async () => expect([await pins(ada), await pins(bo)]).toEqual([2, 2]))
  world.cut(ada, bo)
  for (const member of [ada, bo]) await does(member, pin({ target: await keyAt(ada, 0), isOn: false }))
  expect([await pins(ada), await pins(bo)]).toEqual([0, 0])
  await world.link(ada, bo)
  await ada.say('after')
  await sees(bo, [['the address'], ['after']])
  expect([await pins(ada), await pins(bo)]).toEqual([0, 0])
  const unpins = await readUnpins(ada.database, await roomOf(ada), await keyAt(ada, 0))
  expect(unpins.map(({ authorName }) => authorName).sort()).toEqual(['Ada', 'Bo'])
})

test('what was done while a link was cut is seen when it opens again, with nothing missing', async () => {
  const { world, ada, bo } = await startPair()
  await ada.say('one')
  await sees(bo, [['one']])
  world.cut(ada, bo)
  await ada.say('two', 'three')
  await does(ada, edit(await keyAt(ada, 1), 'two of secret'))
  await does(ada, remove(await keyAt(ada, 1)))
  await does(ada, edit(await keyAt(ada, 0), 'one!'))
  await world.link(ada, bo)
  await sees(bo, [['one!'], ['three']])
  await bo.clock.advance(2 * limits.gapGraceMs)
  // The number of the deleted one names no gap that anybody would ask for.
  expect(ada.heard.filter(({ type }) => type === 'prove')).toEqual([])
  const [vector] = await bo.database.versionVectors.toArray()
  const gaps = (await bo.database.entries.toArray()).filter((row) =>
    hasGapBefore(row, vector?.ranges ?? [], 0),
  )
  expect(gaps.length).toBeGreaterThan(0)
})

describe('is refused, and nothing is written:', () => {
  test.each<[string, (target: string) => Act, string]>([
    ['an edit of somebody else’s text', (target) => edit(target, 'x'), 'message-gone'],
    ['a deletion of somebody else’s text', remove, 'message-gone'],
    ['an empty edit', (target) => edit(target, '\u200b'), 'message-empty'],
    ['an answer to what is not there', (target) => reply('x', target.replace(' 1 ', ' 2 ')), 'message-gone'],
    [
      'a reaction to what is not there',
      (target) => react({ target: target.replace(' 1 ', ' 2 '), emoji: '👍', isOn: true }),
      'message-gone',
    ],
  ])('%s', async (_, act, kind) => {
    const { ada, bo } = await startPair()
    await ada.say('hello')
    await sees(bo, [['hello']])
    expect(await act(await keyAt(bo, 0))(bo.chat.actions)).toEqual({ kind })
    expect(await bo.database.entries.count()).toBe(1)
  })

  test('whatever is done to a text that was deleted', async () => {
    const { ada } = await startPair()
    await ada.say('hello')
    const target = await keyAt(ada, 0)
    await does(ada, remove(target))
    for (const act of [edit(target, 'x'), remove(target)]) {
      expect(await act(ada.chat.actions)).toEqual({ kind: 'message-gone' })
    }
  })
})

test('what names entries that got new numbers, since the disk had lost some, names them still', async () => {
  const { world, ada, bo } = await startPair()
  await ada.say('before')
  await sees(bo, [['before']])
  await eventually(async () => expect(await ada.database.receipts.count()).toBe(2))
  const copy = createMemoryDatabase()
  for (const table of ada.database.tables) await copy.table(table.name).bulkPut(await table.toArray())
  await ada.say('lost 1', 'lost 2', 'lost 3')
  await sees(bo, [['before'], ['lost 1'], ['lost 2'], ['lost 3']])
  world.cut(ada, bo)
  ada.restart(copy)
  await ada.clock.advance(60_000)
  await bo.clock.advance(60_000)
  await ada.say('helo')
  const target = await keyAt(ada, 1)
  await does(ada, edit(target, 'hello'))
  await does(ada, react({ target, emoji: '🎉', isOn: true }))
  await world.link(ada, bo)
  const expected = [['before'], ['lost 1'], ['lost 2'], ['lost 3'], ['hello', '🎉1']]
  await sees(bo, expected)
  await sees(ada, expected)
})
