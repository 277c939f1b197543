import { describe, expect, test } from 'vitest'
import { ensureIdentity } from '../identity/identity.ts'
import { createChatWorld, signed, type Member } from '../testing/chat-world.ts'
import { eventually } from '../testing/eventually.ts'
import { createMemoryDatabase } from '../testing/memory-database.ts'
import type { Entry } from '../wire/entry.ts'
import type { ChatMessage } from './protocol.ts'
import { limits } from '../base/limits.ts'
import { toWire, type VerifiedEntry } from './signed-entry.ts'

const hears = (member: Member, texts: readonly string[]) =>
  eventually(async () => expect(await member.texts()).toEqual(texts))

async function startThree(options: { sharesHistory?: boolean } = {}) {
  const world = createChatWorld(options)
  return { world, ada: await world.add('Ada'), bo: await world.add('Bo'), cy: await world.add('Cy') }
}

const someone = () => ensureIdentity(createMemoryDatabase())
const historyOf = (entries: readonly VerifiedEntry[], isComplete = true) => ({
  type: 'history',
  entries: entries.map(toWire),
  isComplete,
})

/** Lets Mallory take the place of Bo's honest browser: what Ada asks is answered with this. */
async function answering(answer: (asked: number) => Promise<object>) {
  const { world, ada, bo: mallory } = await startThree()
  let asked = 0
  mallory.carries = () => false
  await world.link(ada, mallory)
  const wants = () => mallory.heard.filter((message) => message.type === 'want').length
  const verdicts: string[] = []
  const answerNext = async () => {
    await eventually(() => expect(wants()).toBeGreaterThan(asked))
    asked += 1
    verdicts.push(await ada.receive(mallory, await answer(asked)))
  }
  return { world, ada, mallory, wants, verdicts, answerNext }
}

describe('history', () => {
  test('comes from somebody who did not say it, and is thanked for by who hears it first-hand later', async () => {
    const { world, ada, bo, cy } = await startThree()
    await world.link(ada, bo)
    await ada.say('one', 'two')
    await hears(bo, ['one', 'two'])
    world.cut(ada, bo)
    await world.link(bo, cy)
    await hears(cy, ['one', 'two'])
    // Ada learns from Cy, whom she never met, that he has it, and sends nothing twice.
    await world.link(ada, cy)
    await eventually(async () =>
      expect((await ada.database.receipts.get(['ROOM'.padEnd(43, 'A'), cy.identity.peerId]))?.ranges).toEqual(
        [[1, 2]],
      ),
    )
    expect(cy.heard.filter((message) => message.type === 'entry')).toEqual([])
  })

  test('is asked of one at a time, and of the next what is still missing', async () => {
    const { world, ada, bo, cy } = await startThree()
    await world.link(ada, bo)
    await ada.say(...Array.from({ length: 150 }, (_, n) => `message ${n}`))
    await eventually(async () => expect(await bo.database.entries.count()).toBe(150))
    await world.link(ada, cy)
    await world.link(bo, cy)
    // The second page waits a little for its turn.
    await eventually(async () => {
      await ada.clock.advance(limits.historyPageIntervalMs)
      expect(await cy.database.entries.count()).toBe(150)
    })
    await eventually(() => expect(cy.heard.filter((message) => message.type === 'history').length).toBe(3))
    const messages = cy.heard.flatMap((message) => (message.type === 'history' ? message.entries : []))
    expect(messages).toHaveLength(150)
  })

  test('is asked of the next when one does not answer', async () => {
    const { world, ada, bo, cy } = await startThree()
    await world.link(ada, bo)
    await ada.say('one')
    await hears(bo, ['one'])
    ada.carries = (message) => message.type !== 'history'
    await world.link(ada, cy)
    await world.link(bo, cy)
    await eventually(() => expect(ada.heard.some((message) => message.type === 'want')).toBe(true))
    await cy.clock.advance(limits.historyAnswerTimeoutMs)
    await hears(cy, ['one'])
  })

  test('goes on after a page that came late, also where there is only one to ask', async () => {
    const { world, ada, bo } = await startThree()
    const texts = Array.from({ length: 250 }, (_, n) => `message ${n}`)
    const author = await world.add('Author')
    await world.link(ada, author)
    await author.say(...texts)
    await eventually(async () => expect(await ada.database.entries.count()).toBe(texts.length))
    // The first page is held up on its way for longer than anyone waits.
    let held: ChatMessage | undefined
    ada.carries = (message) => {
      if (held || message.type !== 'history') return true
      held = message
      return false
    }
    await world.link(ada, bo)
    await eventually(() => expect(held).toBeDefined())
    await bo.clock.advance(limits.historyAnswerTimeoutMs)
    if (held) expect(await bo.receive(ada, held)).toBe('fine')
    await eventually(async () => {
      await ada.clock.advance(limits.historyPageIntervalMs)
      expect(await bo.database.entries.count()).toBe(texts.length)
    })
  })

  test('is waited for from when the question went out', async () => {
    const { world, ada, bo, cy } = await startThree()
    await world.link(ada, cy)
    await ada.say('one')
    await hears(cy, ['one'])
    // Bo's question waits in its channel, and the answer takes as long again as anyone waits.
    let goesOut = (_: boolean) => {}
    bo.carries = (message) => {
      if (message.type !== 'want') return true
      return new Promise<boolean>((resolve) => (goesOut = resolve))
    }
    await world.link(bo, cy)
    await bo.clock.advance(limits.historyAnswerTimeoutMs - 1_000)
    goesOut(true)
    await bo.clock.advance(limits.historyAnswerTimeoutMs - 1_000)
    bo.carries = () => true
    await world.link(bo, ada)
    expect(ada.heard.filter(({ type }) => type === 'want').length).toBe(1)
    await bo.clock.advance(1_000)
    await eventually(() => expect(ada.heard.filter(({ type }) => type === 'want').length).toBe(2))
  })

  test('is neither offered nor taken where the room does not share it', async () => {
    const { world, ada, bo, cy } = await startThree({ sharesHistory: false })
    await ada.say('to whoever comes first')
    await world.link(ada, bo)
    await ada.say('before Cy')
    await hears(bo, ['to whoever comes first', 'before Cy'])
    await eventually(async () => expect((await ada.database.receipts.toArray())[0]?.ranges).toEqual([[1, 2]]))
    await world.link(ada, cy)
    await world.link(bo, cy)
    await ada.say('to both')
    await hears(cy, ['to both'])
    // Also not where somebody asks for it, or sends it.
    expect(await ada.receive(cy, { type: 'want', have: [] })).toBe('fine')
    await eventually(() =>
      expect(cy.heard).toContainEqual({ type: 'history', entries: [], isComplete: true }),
    )
    const sent = historyOf([await signed(await someone())])
    expect(await cy.receive(ada, sent)).toBe('malformed')
    expect(await cy.texts()).toEqual(['to both'])
  })
})

describe('a hostile peer', () => {
  test.each<[string, (entry: Entry) => Promise<Entry> | Entry]>([
    ['what was never said', (entry) => ({ ...entry, text: entry.text.replace('hello', 'never said') })],
    ['another name', (entry) => ({ ...entry, text: entry.text.replace('"Ada"', '"Bo"') })],
    ['another number', (entry) => ({ ...entry, text: entry.text.replace('"seq":1', '"seq":2') })],
    ['another author', async (entry) => ({ ...entry, key: (await someone()).publicKey })],
    [
      'what was said in another room',
      async () => toWire(await signed(await someone(), { roomId: 'ANOTHER' })),
    ],
  ])('forges %s: it is told, and what is genuine beside it is kept', async (_, forge) => {
    const author = await someone()
    const genuine = await signed(author, { seq: 5, text: 'genuine' })
    const forged = await forge(toWire(await signed(author)))
    const { ada, verdicts, answerNext } = await answering(() =>
      Promise.resolve({ type: 'history', entries: [toWire(genuine), forged], isComplete: true }),
    )
    await answerNext()
    expect(verdicts).toEqual(['forged'])
    expect(await ada.texts()).toEqual(['genuine'])
  })

  test('says as its own what another said: nothing of it is shown', async () => {
    const { ada, mallory } = await answering(() => Promise.resolve({}))
    const entry = toWire(await signed(await someone()))
    expect(await ada.receive(mallory, { type: 'entry', entry, isLate: false })).toBe('forged')
    expect(await ada.texts()).toEqual([])
  })

  test('answers what nobody asked', async () => {
    const { ada, mallory, answerNext, verdicts } = await answering(() => Promise.resolve(historyOf([])))
    await answerNext()
    expect(verdicts).toEqual(['fine'])
    const more = historyOf([await signed(await someone())])
    expect(await ada.receive(mallory, more)).toBe('malformed')
    expect(await ada.texts()).toEqual([])
  })

  test('sends the same again and again: it is not asked any more', async () => {
    const same = historyOf([await signed(await someone())], false)
    const { ada, wants, answerNext } = await answering(() => Promise.resolve(same))
    await answerNext()
    await answerNext()
    await ada.clock.advance(limits.historyAnswerTimeoutMs)
    expect(wants()).toBe(2)
    expect(await ada.texts()).toEqual(['hello'])
  })

  test('has millions to send: only so much is taken', async () => {
    const author = await someone()
    const pages = Math.ceil(limits.maxCatchUpEntries / limits.maxHistoryPageEntries)
    const { ada, wants, answerNext } = await answering(async (asked) => {
      const first = (asked - 1) * limits.maxHistoryPageEntries + 1
      const page = Array.from({ length: limits.maxHistoryPageEntries }, (_, n) =>
        signed(author, { seq: 1e15 - first - n, atMs: 1e12 - first - n }),
      )
      return historyOf((await Promise.all(page)).toReversed(), false)
    })
    for (let page = 0; page < pages; page++) await answerNext()
    await ada.clock.advance(limits.historyAnswerTimeoutMs)
    expect(wants()).toBe(pages)
    expect(await ada.database.entries.count()).toBe(limits.maxCatchUpEntries)
    expect(await ada.database.versionVectors.toArray()).toMatchObject([
      { ranges: { length: limits.maxRangesPerAuthor } },
    ])
  }, 120_000)

  test('floods with questions: they are answered one at a time', async () => {
    const { world, ada, bo } = await startThree()
    await ada.say('one')
    await world.link(ada, bo)
    await hears(bo, ['one'])
    const want = { type: 'want', have: [] }
    const answers = () => bo.heard.filter((message) => message.type === 'history').length
    await eventually(() => expect(answers()).toBe(1))
    for (let n = 0; n < 1_000; n++) void ada.receive(bo, want)
    await ada.receive(bo, want)
    await ada.clock.advance(limits.historyPageIntervalMs)
    await eventually(() => expect(answers()).toBeGreaterThan(1))
    expect(answers()).toBeLessThanOrEqual(3)
  })

  test('claims to have what was never said: it changes nothing for others', async () => {
    const { world, ada, bo, cy } = await startThree()
    await world.link(ada, bo)
    const claim = { type: 'received', ranges: [[1, Number.MAX_SAFE_INTEGER, 'x'.repeat(43)]] }
    expect(await ada.receive(bo, claim)).toBe('fine')
    await world.link(ada, cy)
    await ada.say('hello')
    await ada.clock.advance(limits.ownProofTimeoutMs)
    await Promise.all([hears(bo, ['hello']), hears(cy, ['hello'])])
  })

  test('says more than can be read: what is too much is refused', async () => {
    const { ada, mallory } = await answering(() => Promise.resolve({}))
    const entry = toWire(await signed(await someone(), { text: 'x'.repeat(limits.maxMessageTextBytes) }))
    const said = { type: 'entry', entry, isLate: false }
    const count = Math.floor(limits.maxWaitingEntryBytes / (2 * JSON.stringify(said).length)) + 1
    const flood = Array.from({ length: count }, () => ada.receive(mallory, said))
    expect((await Promise.all(flood)).filter((verdict) => verdict === 'malformed').length).toBeGreaterThan(0)
    expect(await ada.texts()).toEqual([])
  })
})
