import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createChatWorld, type Member } from '../testing/chat-world.ts'
import { eventually } from '../testing/eventually.ts'
import { limits } from '../base/limits.ts'
import type { Problem } from '../base/problem.ts'

async function startPair() {
  const world = createChatWorld()
  const [ada, bo] = [await world.add('Ada'), await world.add('Bo')]
  return { world, ada, bo }
}

const hears = (member: Member, texts: readonly string[]) =>
  eventually(async () => expect(await member.texts()).toEqual(texts))

/** What a member knows of who has its messages. */
async function receiptsOf({ database }: Member) {
  const rows = await database.receipts.toArray()
  return new Map(rows.map(({ peerId, ranges }) => [peerId, ranges]))
}

test('a message is written, delivered and acknowledged', async () => {
  const { world, ada, bo } = await startPair()
  await world.link(ada, bo)
  await ada.say('hello')
  expect(await ada.texts()).toEqual(['hello'])
  await hears(bo, ['hello'])
  await eventually(async () =>
    expect(await receiptsOf(ada)).toEqual(
      new Map([
        ['*', [[1, 1]]],
        [bo.identity.peerId, [[1, 1]]],
      ]),
    ),
  )
  expect(await bo.database.entries.toArray()).toMatchObject([
    {
      authorId: ada.identity.peerId,
      authorName: 'Ada',
      authorKey: ada.identity.publicKey,
      seq: 1,
      kind: 'text',
    },
  ])
})

test('the other may be the first to say what it has, and hears us all the same', async () => {
  const { world, ada, bo } = await startPair()
  await world.link(bo, ada)
  await ada.say('hello')
  await hears(bo, ['hello'])
  await bo.say('hi')
  await hears(ada, ['hello', 'hi'])
})

test.each([
  ['', { kind: 'message-empty' }],
  [' \n\t ', { kind: 'message-empty' }],
  ...[
    '\u200B',
    '\u2060',
    '\u202E',
    '\0',
    '\u2800',
    '\u3164',
    '\u{E0041}',
    '\uFE0F\u200D \u0301',
    '\uD800',
  ].map((text): [string, Problem] => [text, { kind: 'message-empty' }]),
  [
    'x'.repeat(1_048_576),
    { kind: 'message-too-long', actualBytes: 1_048_576, maxBytes: limits.maxMessageTextBytes },
  ],
  [
    '世'.repeat(11_000),
    { kind: 'message-too-long', actualBytes: 33_000, maxBytes: limits.maxMessageTextBytes },
  ],
])('what is no message is refused and not written', async (text, problem) => {
  const { ada } = await startPair()
  expect(await ada.chat.actions.say.run({ text })).toEqual(problem)
  expect(await ada.texts()).toEqual([])
})

describe('each message arrives once and in order', () => {
  test('whatever the link drops, in whichever direction', async () => {
    const pattern = fc.array(fc.boolean(), { minLength: 1, maxLength: 20 })
    await fc.assert(
      fc.asyncProperty(pattern, pattern, async (adaCarries, boCarries) => {
        const { world, ada, bo } = await startPair()
        // A link that once drops is torn until it opens again: nothing overtakes.
        const carriesBy = (member: Member, carries: boolean[]) => {
          let sent = 0
          let isTorn = false
          member.carries = () => {
            isTorn ||= carries[sent++ % carries.length] === false
            return !isTorn
          }
        }
        const texts = Array.from({ length: 10 }, (_, n) => `message ${n}`)
        carriesBy(ada, adaCarries)
        carriesBy(bo, boCarries)
        await world.link(ada, bo)
        await Promise.all(texts.map((text) => ada.chat.actions.say.run({ text })))
        carriesBy(ada, adaCarries)
        carriesBy(bo, boCarries)
        await world.link(ada, bo)
        ada.carries = bo.carries = () => true
        await world.link(ada, bo)
        await hears(bo, texts)
        expect(bo.verdicts).toEqual([])
      }),
      { numRuns: 25 },
    )
  })

  test('when the acknowledgement is lost, it is made up for with the next link', async () => {
    const { world, ada, bo } = await startPair()
    await world.link(ada, bo)
    await ada.say('hello')
    await hears(bo, ['hello'])
    bo.carries = () => false
    await ada.say('world')
    await hears(bo, ['hello', 'world'])
    bo.carries = () => true
    await world.link(ada, bo)
    await eventually(async () => expect((await receiptsOf(ada)).get('*')).toEqual([[1, 2]]))
    await ada.say('again')
    await hears(bo, ['hello', 'world', 'again'])
    // Neither was sent twice.
    expect(bo.heard.filter((message) => message.type === 'entry')).toHaveLength(3)
  })
})

describe('what was written while nobody was there', () => {
  const texts = Array.from({ length: 100 }, (_, n) => `message ${n}`)

  test('goes to whoever comes first, in order, before what is said then', async () => {
    const { world, ada, bo } = await startPair()
    await ada.say(...texts)
    await world.link(ada, bo)
    await ada.say('now')
    await hears(bo, [...texts, 'now'])
    const order = (await bo.database.entries.orderBy('order').toArray()).map((row) => row.text)
    expect(order).toEqual([...texts, 'now'])
  })

  test('outlives the end of the browser', async () => {
    const { world, ada, bo } = await startPair()
    await ada.say('before')
    ada.restart()
    await ada.say('after')
    ada.restart()
    await world.link(ada, bo)
    await hears(bo, ['before', 'after'])
    expect(bo.heard.filter((message) => message.type === 'entry')).toHaveLength(2)
  })

  test('goes to all who were there before, whoever returns first', async () => {
    const world = createChatWorld({ sharesHistory: false })
    const [ada, bo, cy] = [await world.add('Ada'), await world.add('Bo'), await world.add('Cy')]
    await world.link(ada, bo)
    await world.link(ada, cy)
    await ada.say('all here')
    await Promise.all([hears(bo, ['all here']), hears(cy, ['all here'])])
    world.cut(ada, bo)
    world.cut(ada, cy)
    await ada.say('all away')
    await world.link(ada, bo)
    await hears(bo, ['all here', 'all away'])
    await eventually(async () => expect((await receiptsOf(ada)).get('*')).toEqual([[1, 2]]))
    await world.link(ada, cy)
    await hears(cy, ['all here', 'all away'])
  })
})

test('two who were apart, each with words of its own, end with the same', async () => {
  const { world, ada, bo } = await startPair()
  await ada.say('a1')
  await ada.clock.advance(1_000)
  await bo.clock.advance(500)
  await bo.say('b1')
  await ada.say('a2')
  await bo.clock.advance(10_000)
  await ada.clock.advance(10_000)
  await world.link(ada, bo)
  await hears(ada, ['a1', 'b1', 'a2'])
  await hears(bo, ['a1', 'b1', 'a2'])
})

test('a disk that takes nothing is said, and the text comes back to the composer', async () => {
  const { world, ada, bo } = await startPair()
  await world.link(ada, bo)
  await eventually(() => expect(ada.heard).toContainEqual({ type: 'received', ranges: [] }))
  ada.database.close()
  expect(await ada.chat.actions.say.run({ text: 'hello' })).toMatchObject({ kind: 'storage-failed' })
  await bo.say('hello')
  await eventually(() =>
    expect(ada.problems).toContainEqual(expect.objectContaining({ kind: 'storage-failed' })),
  )
})
