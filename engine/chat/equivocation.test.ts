import { describe, expect, test } from 'vitest'
import { createChatWorld, signed, type Member } from '../testing/chat-world.ts'
import { eventually } from '../testing/eventually.ts'
import { limits } from '../base/limits.ts'
import { toWire, type VerifiedEntry } from './signed-entry.ts'

const hears = (member: Member, texts: readonly string[]) =>
  eventually(async () => expect(await member.texts()).toEqual(texts))

/** The second texts that a member keeps, in order of their numbers. */
const others = async ({ database }: Member) =>
  (await database.equivocations.toArray()).sort((a, b) => a.seq - b.seq).map((row) => row.text)

/** Ada and Bo, and Mallory, whose browser says nothing by itself. */
async function startThree(options: { sharesHistory?: boolean } = {}) {
  const world = createChatWorld(options)
  const [ada, bo, mallory] = [await world.add('Ada'), await world.add('Bo'), await world.add('Mallory')]
  mallory.carries = () => false
  for (const member of [ada, bo]) await world.link(member, mallory)
  const tells = (member: Member, entry: VerifiedEntry) =>
    member.receive(mallory, { type: 'entry', entry: toWire(entry), isLate: false })
  return { world, ada, bo, mallory, tells }
}

/** Two stories of so many entries each, which name each the one before. */
async function storiesOf({ identity }: Member, count: number) {
  const tell = async (word: string) => {
    const story: VerifiedEntry[] = []
    for (let seq = 1; seq <= count; seq++) {
      const last = story.at(-1)
      story.push(
        await signed(identity, {
          seq,
          name: 'Mallory',
          text: `${word}${seq}`,
          prev: last ? [last.seq, last.digest] : null,
        }),
      )
    }
    return story
  }
  return { toAda: await tell('ten '), toBo: await tell('thousand ') }
}

async function passDigests(...members: Member[]) {
  for (const member of members) await member.clock.advance(2 * limits.digestDelayMs)
}

describe('an author who tells two people two stories', () => {
  test('is found out while all stay connected', async () => {
    const { world, ada, bo, mallory, tells } = await startThree()
    await world.link(ada, bo)
    const { toAda, toBo } = await storiesOf(mallory, 1)
    for (const entry of toAda) await tells(ada, entry)
    for (const entry of toBo) await tells(bo, entry)
    await hears(ada, ['ten 1'])
    await hears(bo, ['thousand 1'])
    await eventually(async () => {
      await passDigests(ada, bo)
      expect(await others(ada)).toEqual(['thousand 1'])
      expect(await others(bo)).toEqual(['ten 1'])
    })
    expect([ada.equivocators, bo.equivocators]).toEqual([['Mallory'], ['Mallory']])
    expect([ada.verdicts, bo.verdicts]).toEqual([[], []])
  })

  test.each([true, false])(
    'is found out when they meet again, with history shared: %s',
    async (sharesHistory) => {
      const { world, ada, bo, mallory, tells } = await startThree({ sharesHistory })
      await world.link(ada, bo)
      world.cut(ada, bo)
      const { toAda, toBo } = await storiesOf(mallory, 3)
      for (const entry of toAda) await tells(ada, entry)
      for (const entry of toBo) await tells(bo, entry)
      await hears(ada, ['ten 1', 'ten 2', 'ten 3'])
      await world.link(ada, bo)
      // From the last number back to where the stories part.
      await eventually(async () => {
        expect(await others(ada)).toEqual(['thousand 1', 'thousand 2', 'thousand 3'])
        expect(await others(bo)).toEqual(['ten 1', 'ten 2', 'ten 3'])
      })
      // What was first stays first.
      expect(await ada.texts()).toEqual(['ten 1', 'ten 2', 'ten 3'])
      expect([ada.verdicts, bo.verdicts]).toEqual([[], []])
    },
  )

  test('is not helped by leaving out what it names as the one before', async () => {
    const { world, ada, bo, mallory, tells } = await startThree()
    await world.link(ada, bo)
    const [ten, thousand] = await Promise.all(
      ['ten', 'thousand'].map((text) => signed(mallory.identity, { text, name: 'Mallory' })),
    )
    if (!ten || !thousand) throw new Error('Both are signed.')
    const after = await signed(mallory.identity, { seq: 2, text: 'after', name: 'Mallory' })
    for (const entry of [ten, after]) await tells(ada, entry)
    for (const entry of [thousand, after]) await tells(bo, entry)
    await eventually(async () => {
      await passDigests(ada, bo)
      expect(await others(ada)).toEqual(['thousand'])
      expect(await others(bo)).toEqual(['ten'])
    })
  })

  test('has nothing confirmed but what came first', async () => {
    const { ada, mallory, tells } = await startThree()
    const { toAda, toBo } = await storiesOf(mallory, 1)
    for (const entry of [...toAda, ...toBo]) await tells(ada, entry)
    expect(await others(ada)).toEqual(['thousand 1'])
    expect(ada.equivocators).toEqual(['Mallory'])
    const acknowledged = mallory.heard.flatMap((said) => (said.type === 'received' ? said.ranges : []))
    expect(acknowledged.map(([, , digest]) => digest)).toEqual([toAda[0]?.digest])
  })

  test('makes those learn it who have heard from neither', async () => {
    const { world, ada, bo, mallory, tells } = await startThree()
    const cy = await world.add('Cy')
    const { toAda, toBo } = await storiesOf(mallory, 1)
    for (const entry of toAda) await tells(ada, entry)
    for (const entry of toBo) await tells(bo, entry)
    await world.link(ada, cy)
    await hears(cy, ['ten 1'])
    await world.link(cy, bo)
    await eventually(() => expect(cy.equivocators).toEqual(['Mallory']))
    await eventually(() => expect(ada.equivocators).toEqual(['Mallory']))
  })
})

test('a room that shares no history shows nobody what was said before, whatever digest they make up', async () => {
  const { world, ada, bo, mallory, tells } = await startThree({ sharesHistory: false })
  const entry = await signed(mallory.identity, { name: 'Mallory', text: 'before' })
  await tells(ada, entry)
  await hears(ada, ['before'])
  await ada.clock.advance(1_000)
  await world.link(ada, bo)
  const made = { authorId: mallory.identity.peerId, ranges: [[1, 1, 'x'.repeat(43)]] }
  expect(await ada.receive(bo, { type: 'digests', have: [made] })).toBe('fine')
  expect(await ada.receive(bo, { type: 'prove', author: mallory.identity.peerId, seq: 1 })).toBe('fine')
  await ada.say('now')
  await hears(bo, ['now'])
  expect(bo.heard.filter(({ type }) => type === 'evidence')).toEqual([])
})

test('a missing entry is asked for, and heals', async () => {
  const { ada, mallory, tells } = await startThree()
  const { toAda } = await storiesOf(mallory, 3)
  for (const entry of [toAda[0], toAda[2]]) if (entry) await tells(ada, entry)
  await hears(ada, ['ten 1', 'ten 3'])
  const proving = () => mallory.heard.filter(({ type }) => type === 'prove')
  await ada.clock.advance(limits.gapGraceMs - 1)
  expect(proving()).toEqual([])
  await ada.clock.advance(1)
  await eventually(() =>
    expect(proving()).toEqual([{ type: 'prove', author: mallory.identity.peerId, seq: 2 }]),
  )
  const entries = toAda.slice(1, 2).map(toWire)
  expect(await ada.receive(mallory, { type: 'evidence', entries })).toBe('fine')
  await hears(ada, ['ten 1', 'ten 2', 'ten 3'])
})

test('the answer to prove shows the asker its own entries by number, and the other texts after them', async () => {
  const { ada, mallory, tells } = await startThree()
  const { toAda, toBo } = await storiesOf(mallory, 3)
  for (const entry of toAda) await tells(ada, entry)
  await hears(ada, ['ten 1', 'ten 2', 'ten 3'])
  for (const entry of toBo.slice(2)) await tells(ada, entry)
  await eventually(async () => expect(await others(ada)).toEqual(['thousand 3']))
  mallory.heard.length = 0
  await ada.receive(mallory, { type: 'prove', author: mallory.identity.peerId, seq: 3 })
  const shown = () =>
    mallory.heard.flatMap((message) =>
      message.type === 'evidence' ? [message.entries.map((entry) => entry?.text)] : [],
    )
  const texts = [...toAda, ...toBo.slice(2)].map((entry) => toWire(entry).text)
  await eventually(() => expect(shown()).toContainEqual(texts))
})

test('a newcomer to a room without history is told who has how much, and nothing of what was said', async () => {
  const { world, ada, bo } = await startThree({ sharesHistory: false })
  await ada.say('one', 'two')
  await world.link(ada, bo)
  await hears(bo, ['one', 'two'])
  const cy = await world.add('Cy')
  await bo.clock.advance(1_000)
  await world.link(bo, cy)
  const vectors = () =>
    cy.heard
      .flatMap((message) => (message.type === 'digests' ? message.have : []))
      .map(({ authorId, ranges }) => ({
        authorId,
        ranges: ranges.map(([from, to]) => [from, to]),
      }))
  await eventually(() =>
    expect(vectors()).toContainEqual({ authorId: ada.identity.peerId, ranges: [[1, 2]] }),
  )
  await bo.receive(cy, { type: 'prove', author: ada.identity.peerId, seq: 2 })
  await bo.receive(cy, {
    type: 'digests',
    have: [{ authorId: ada.identity.peerId, ranges: [[1, 2, 'd'.repeat(43)]] }],
  })
  await passDigests(bo, cy)
  expect(cy.heard.filter(({ type }) => type === 'evidence' || type === 'entry')).toEqual([])
})
