import { describe, expect, test, vi } from 'vitest'
import { createChatWorld, roomId, type Member } from '../testing/chat-world.ts'
import { createMemoryDatabase } from '../testing/memory-database.ts'
import { eventually } from '../testing/eventually.ts'
import { limits } from '../base/limits.ts'
import { anyone, type SidetoneDatabase } from '../storage/database.ts'
import { keyOf } from './kinds/reference.ts'
import { readPins } from './pins.ts'
import { inThread } from './sort-key.ts'

const textsOf = (member: Member) => member.texts()
const hears = (member: Member, texts: readonly string[]) =>
  eventually(async () => expect((await textsOf(member)).toSorted()).toEqual(texts.toSorted()))

/** A copy of a database as it is now, to go back to. */
async function copyOf(database: SidetoneDatabase): Promise<SidetoneDatabase> {
  const copy = createMemoryDatabase()
  for (const table of database.tables) await copy.table(table.name).bulkPut(await table.toArray())
  return copy
}

/** Ada said five things that Bo has, then three more, and then her disk went back to the five. */
async function startRolledBack(options: { sharesHistory?: boolean } = {}, lostCount = 3) {
  const world = createChatWorld(options)
  const [ada, bo] = [await world.add('Ada'), await world.add('Bo')]
  const before = Array.from({ length: 5 }, (_, n) => `before ${n}`)
  const lost = Array.from({ length: lostCount }, (_, n) => `lost ${n}`)
  await world.link(ada, bo)
  await ada.say(...before)
  await hears(bo, before)
  await eventually(async () => expect(await receivedBy(ada, bo)).toEqual([[1, 5]]))
  const copy = await copyOf(ada.database)
  await ada.say(...lost)
  await hears(bo, [...before, ...lost])
  world.cut(ada, bo)
  ada.restart(copy)
  await ada.clock.advance(60_000)
  await bo.clock.advance(60_000)
  return { world, ada, bo, before, lost }
}

const receivedBy = async (member: Member, by: Member) =>
  (await member.database.receipts.toArray()).find(({ peerId }) => peerId === by.identity.peerId)?.ranges

async function isCalm(...members: Member[]) {
  for (const member of members) {
    await member.clock.advance(3 * limits.digestDelayMs)
    expect(member.equivocators).toEqual([])
    expect(await member.database.equivocations.count()).toBe(0)
    expect(member.verdicts).toEqual([])
    expect(member.problems).toEqual([])
  }
}

describe.each([true, false])(
  'an author whose disk went back in time, history shared: %s',
  (sharesHistory) => {
    test('gets back what it said, and goes on counting after it', async () => {
      const { world, ada, bo, before, lost } = await startRolledBack({ sharesHistory })
      await world.link(ada, bo)
      await hears(ada, [...before, ...lost])
      await ada.say('after')
      await hears(bo, [...before, ...lost, 'after'])
      await eventually(async () => expect(await receivedBy(ada, bo)).toEqual([[1, 9]]))
      await isCalm(ada, bo)
    })

    test('loses nothing that it said meanwhile with nobody there, and says nothing twice', async () => {
      const { world, ada, bo, before, lost } = await startRolledBack({ sharesHistory })
      await ada.say('offline 1', 'offline 2')
      await world.link(ada, bo)
      await hears(bo, [...before, ...lost, 'offline 1', 'offline 2'])
      await ada.say('after')
      const all = [...before, ...lost, 'offline 1', 'offline 2', 'after']
      await hears(ada, all)
      await hears(bo, all)
      // In the order in which it was said.
      expect(await textsOf(bo)).toEqual(all)
      expect(await textsOf(ada)).toEqual(all)
      await eventually(async () => expect(await receivedBy(ada, bo)).toEqual([[1, 11]]))
      await isCalm(ada, bo)
      // A third who comes later hears the same of both.
      const cy = await world.add('Cy')
      await world.link(cy, bo)
      await world.link(cy, ada)
      if (sharesHistory) await hears(cy, all)
      await isCalm(cy)
    })
  },
)

test('what was said offline keeps its order, however much was lost', async () => {
  const count = 2 * limits.maxEvidenceEntries + 10
  const { world, ada, bo, before, lost } = await startRolledBack({ sharesHistory: false }, count)
  const offline = Array.from({ length: count - 5 }, (_, n) => `offline ${n}`)
  await ada.say(...offline)
  await world.link(ada, bo)
  const heard = [...before, ...lost, ...offline].toSorted()
  await vi.waitFor(async () => expect((await bo.texts()).toSorted()).toEqual(heard), { timeout: 40_000 })
  expect(await bo.texts()).toEqual([...before, ...lost, ...offline])
  await isCalm(ada, bo)
}, 60_000)

test('what others confirmed under a number that was given away twice stays, beside what was lost', async () => {
  const { world, ada, bo, lost } = await startRolledBack()
  const cy = await world.add('Cy')
  await world.link(ada, cy)
  await ada.say('to Cy')
  await eventually(async () => expect(await receivedBy(ada, cy)).toEqual([[1, 6]]))
  await world.link(ada, bo)
  await ada.say('to both')
  await eventually(async () => {
    await ada.clock.advance(limits.ownProofTimeoutMs)
    const texts = [ada, bo, cy].map(async ({ database }) =>
      [...(await database.entries.toArray()), ...(await database.equivocations.toArray())].map(
        ({ text }) => text,
      ),
    )
    for (const all of await Promise.all(texts.slice(0, 2))) {
      for (const text of [...lost, 'to Cy', 'to both']) expect(all).toContain(text)
    }
  })
  await ada.say('later')
  await eventually(async () => expect(await bo.texts()).toContain('later'))
  await eventually(async () => expect(await cy.texts()).toContain('later'))
})

/** An own entry by its text, as panels name it. */
async function nameOf(member: Member, text: string) {
  const row = (await member.database.entries.toArray()).find((one) => one.text === text)
  if (!row) throw new Error(`There is no ${text}.`)
  return keyOf(row)
}

/** Whom the messages of a member answer, by their texts. */
async function answersOf(member: Member) {
  const rows = await inThread(member.database.entries, roomId).toArray()
  const byName = new Map(rows.map((row) => [keyOf(row), row.text]))
  return rows.flatMap(({ replyTo, text }) => (replyTo ? [[text, byName.get(keyOf(replyTo))]] : []))
}

describe('what names an own entry that gets a new number', () => {
  test('leads to it under the new one, also where nothing was lost under its own number', async () => {
    const { world, ada, bo, before, lost } = await startRolledBack({}, 1)
    await ada.say('offline', 'wrong', 'unwanted')
    const target = await nameOf(ada, 'offline')
    await ada.chat.actions.say.run({ text: 'answer', replyTo: target })
    await ada.chat.actions.edit.run({ text: 'right', target: await nameOf(ada, 'wrong') })
    await ada.chat.actions.delete.run({ target: await nameOf(ada, 'unwanted') })
    await ada.chat.actions.pin.run({ target, isOn: true })
    await world.link(ada, bo)
    const all = [...before, ...lost, 'offline', 'right', 'answer']
    const visible = async (member: Member) =>
      (await inThread(member.database.entries, roomId).toArray()).flatMap(({ text }) => text ?? [])
    for (const member of [ada, bo]) {
      await eventually(async () => expect(await visible(member)).toEqual(all))
      expect(await answersOf(member)).toEqual([['answer', 'offline']])
      await eventually(async () =>
        expect((await readPins(member.database, roomId)).map((pin) => pin.target)).toContain(
          await nameOf(ada, 'offline'),
        ),
      )
    }
    await isCalm(ada, bo)
  })

  test('is understood when a panel still says the old name', async () => {
    const { world, ada, bo, lost } = await startRolledBack({}, 1)
    await ada.say('offline', 'wrong')
    const [offline, wrong] = [await nameOf(ada, 'offline'), await nameOf(ada, 'wrong')]
    await world.link(ada, bo)
    await eventually(async () =>
      expect(await bo.texts()).toEqual(expect.arrayContaining([...lost, 'offline'])),
    )
    expect(await nameOf(ada, 'offline')).not.toBe(offline)
    expect(await ada.chat.actions.say.run({ text: 'answer', replyTo: offline })).toBeUndefined()
    expect(await ada.chat.actions.edit.run({ text: 'right', target: wrong })).toBeUndefined()
    expect(await ada.chat.actions.react.run({ target: offline, emoji: '👍', isOn: true })).toBeUndefined()
    await eventually(async () =>
      expect(await bo.texts()).toEqual(expect.arrayContaining(['right', 'answer'])),
    )
    expect(await answersOf(bo)).toEqual([['answer', 'offline']])
    const target = await nameOf(ada, 'offline')
    await eventually(async () => expect(await bo.database.marks.toArray()).toMatchObject([{ target }]))
  })

  test('is said again where others have confirmed it, and not what it names', async () => {
    const { world, ada, bo, lost } = await startRolledBack({}, 1)
    await ada.say('wrong')
    const wrong = await nameOf(ada, 'wrong')
    await ada.chat.actions.edit.run({ text: 'right', target: wrong })
    await ada.chat.actions.say.run({ text: 'answer', replyTo: wrong })
    await ada.database.receipts.put({
      roomId,
      peerId: anyone,
      sinceSeq: 1,
      metAtMs: 0,
      ranges: [
        [1, 5],
        [7, 8],
      ],
    })
    await world.link(ada, bo)
    for (const member of [ada, bo]) {
      await eventually(async () =>
        expect(await member.texts()).toEqual(expect.arrayContaining([...lost, 'right'])),
      )
    }
    expect((await inThread(bo.database.entries, roomId).toArray()).map(({ text }) => text)).not.toContain(
      'wrong',
    )
    expect(await answersOf(ada)).toEqual([['answer', 'right']])
  })
})

test('a bare claim, of whatever number, raises no counter and holds back nothing for long', async () => {
  const world = createChatWorld()
  const [ada, mallory] = [await world.add('Ada'), await world.add('Mallory')]
  mallory.carries = () => false
  await ada.say('one')
  await world.link(ada, mallory)
  const ranges = [[1, Number.MAX_SAFE_INTEGER, 'x'.repeat(43)]]
  expect(await ada.receive(mallory, { type: 'received', ranges })).toBe('fine')
  const said = () => mallory.heard.filter(({ type }) => type === 'entry').length
  expect(said()).toBe(0)
  await ada.clock.advance(limits.ownProofTimeoutMs)
  await eventually(() => expect(said()).toBe(1))
  await ada.say('two')
  expect((await ada.database.entries.toArray()).map(({ seq }) => seq)).toEqual([1, 2])
  expect(await receivedBy(ada, mallory)).toEqual([])
})
