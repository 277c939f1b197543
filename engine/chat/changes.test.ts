import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { limits } from '../base/limits.ts'
import type { SidetoneDatabase } from '../storage/database.ts'
import { roomId } from '../testing/chat-world.ts'
import { createMemoryDatabase } from '../testing/memory-database.ts'
import { createPeople, createSpeakers as speakAs, ownRefOf, refOf, type People } from '../testing/speakers.ts'
import { createEntryLog } from './entry-log.ts'
import { keyOf } from './kinds/reference.ts'
import { readPins } from './pins.ts'
import { readReactions } from './reactions.ts'
import { inThread } from './sort-key.ts'
import type { VerifiedEntry } from './signed-entry.ts'
import { readUnpins } from './unpins.ts'

const ownId = 'own'
let person: People
beforeAll(async () => {
  person = await createPeople()
})
const createSpeakers = () =>
  speakAs(person, (index, seqBefore) => ({ name: `Person ${index % 2}`, atMs: 1_000 + seqBefore }))

function openLog(database: SidetoneDatabase = createMemoryDatabase()) {
  const closed = new AbortController().signal
  const log = createEntryLog({ database, ownDatabase: database, roomId, ownId, closed })
  return {
    database,
    log,
    receive: (...entries: VerifiedEntry[]) => log.appendReceived(entries, () => 'past', 5_000),
    async shown() {
      const rows = await inThread(database.entries, roomId).toArray()
      const reactions = await readReactions(database, roomId, rows.map(keyOf))
      const thread = rows.map((row) => {
        const { authorId, digest, editSeq, isGone, isPlain, mentions, replyTo, seq, text } = row
        const found = reactions.get(keyOf(row)) ?? []
        return { authorId, seq, digest, text, editSeq, isGone, isPlain, mentions, replyTo, found }
      })
      const pins = (await readPins(database, roomId)).map(({ authorId, target }) => [authorId, target])
      return { thread, pins: pins.sort() }
    },
  }
}

const texts = async (one: ReturnType<typeof openLog>) => (await one.shown()).thread.map(({ text }) => text)

test('an edit replaces the words of its author’s text, and the last of several holds', async () => {
  const say = createSpeakers()
  const text = await say(0, 'text', { text: 'helo', mentions: [person(1).peerId] })
  const first = await say(0, 'edit', { target: ownRefOf(text), text: 'hello' })
  const second = await say(0, 'edit', { target: ownRefOf(text), text: 'hello!', format: 'plain' })
  const one = openLog()
  await one.receive(text)
  expect(await texts(one)).toEqual(['helo'])
  await one.receive(second)
  await one.receive(first)
  expect((await one.shown()).thread).toMatchObject([
    { text: 'hello!', editSeq: second.seq, isPlain: true, mentions: undefined },
  ])
})

test('nobody edits or deletes what is somebody else’s', async () => {
  const say = createSpeakers()
  const text = await say(0, 'text', { text: 'mine' })
  const one = openLog()
  await one.receive(text, await say(1, 'edit', { target: ownRefOf(text), text: 'theirs' }))
  await one.receive(await say(1, 'delete', { target: ownRefOf(text) }))
  expect(await texts(one)).toEqual(['mine'])
})

test('an edit of an edit changes nothing', async () => {
  const say = createSpeakers()
  const text = await say(0, 'text', { text: 'one' })
  const edit = await say(0, 'edit', { target: ownRefOf(text), text: 'two' })
  const one = openLog()
  await one.receive(text, edit, await say(0, 'edit', { target: ownRefOf(edit), text: 'three' }))
  expect(await texts(one)).toEqual(['two'])
})

describe('a deletion', () => {
  test('leaves nothing of the text and its edits on disk, in whatever order they come', async () => {
    const say = createSpeakers()
    const text = await say(0, 'text', { text: 'secret one' })
    const edit = await say(0, 'edit', { target: ownRefOf(text), text: 'secret two' })
    const gone = await say(0, 'delete', { target: ownRefOf(text), edits: [ownRefOf(edit)] })
    const late = await say(0, 'edit', { target: ownRefOf(text), text: 'secret three' })
    for (const order of [
      [text, edit, gone, late],
      [late, gone, edit, text],
    ]) {
      const one = openLog()
      for (const entry of order) await one.receive(entry)
      const rows = await one.database.entries.toArray()
      expect(JSON.stringify(rows)).not.toContain('secret')
      expect((await one.shown()).thread).toMatchObject([{ isGone: true, seq: 1, digest: text.digest }])
      expect(await one.log.vectorOf(person(0).peerId)).toMatchObject([{ from: 1, to: 4 }])
    }
  })

  test('is not sent on, nor taken again', async () => {
    const say = createSpeakers()
    const text = await say(0, 'text', { text: 'secret' })
    const gone = await say(0, 'delete', { target: ownRefOf(text) })
    const one = openLog()
    await one.receive(text, gone)
    const { isComplete, page } = await one.log.lackedBy(new Map(), 5_000)
    expect(isComplete).toBe(true)
    expect(page.map(({ kind }) => kind)).toEqual(['delete'])
    expect((await one.receive(text)).known).toHaveLength(1)
    expect((await one.database.entries.toArray()).map(({ text: left }) => left)).toEqual([
      undefined,
      undefined,
    ])
  })

  test('explains to who comes later why its number and those of its edits are missing', async () => {
    const say = createSpeakers()
    const text = await say(0, 'text', { text: 'secret' })
    const edit = await say(0, 'edit', { target: ownRefOf(text), text: 'secret two' })
    const gone = await say(0, 'delete', { target: ownRefOf(text), edits: [ownRefOf(edit)] })
    const one = openLog()
    await one.receive(gone)
    const { peerId } = person(0)
    expect(await one.log.isExplained(peerId, [text.seq, text.digest])).toBe(true)
    expect(await one.log.isExplained(peerId, [edit.seq, edit.digest])).toBe(true)
    expect(await one.log.isExplained(peerId, [edit.seq, text.digest])).toBe(false)
    expect(await one.log.isExplained(person(1).peerId, [text.seq, text.digest])).toBe(false)
  })
})

describe('a reaction', () => {
  test('counts once per person and emoji, and can be taken back', async () => {
    const say = createSpeakers()
    const text = await say(0, 'text', { text: 'tea?' })
    const react = (index: number, isOn: boolean) =>
      say(index, 'reaction', { target: refOf(text), emoji: '👍', isOn })
    const all = [await react(0, true), await react(1, true), await react(1, true), await react(0, false)]
    const one = openLog()
    await one.receive(...all.toReversed(), text)
    expect((await one.shown()).thread[0]?.found).toEqual([
      { emoji: '👍', people: [{ authorId: person(1).peerId, name: 'Person 1' }] },
    ])
  })

  test('that is no emoji is not shown', async () => {
    const say = createSpeakers()
    const text = await say(0, 'text', { text: 'tea?' })
    const one = openLog()
    await one.receive(text)
    for (const emoji of ['no', '12', ' ', '👍 yes', '\u202e', '👩🏽‍🚀', '🇨🇭', '1️⃣']) {
      await one.receive(await say(1, 'reaction', { target: refOf(text), emoji, isOn: true }))
    }
    const shown = (await one.shown()).thread[0]?.found.map(({ emoji }) => emoji)
    expect(new Set(shown)).toEqual(new Set(['👩🏽‍🚀', '🇨🇭', '1️⃣']))
  })

  test('that is no emoji, or was taken back, takes no other’s place among those that are read', async () => {
    const one = openLog()
    const target = 'a 1 b' as const
    const mark = { kind: 'reaction' as const, target, roomId, authorName: 'Bo', seq: 1, atMs: 1 }
    await one.database.marks.bulkAdd(
      Array.from({ length: 600 }, (_, index) => ({
        ...mark,
        value: index % 2 === 0 ? '!' : '0️⃣',
        isOn: index % 2 === 0,
        authorId: `${index}`,
      })),
    )
    await one.database.marks.add({ ...mark, value: '👍', isOn: true, authorId: 'Bo' })
    const found = await readReactions(one.database, roomId, [target])
    expect(found.get(target)).toEqual([{ emoji: '👍', people: [{ authorId: 'Bo', name: 'Bo' }] }])
  })

  test('of which made-up people make a million is kept so often only, whoever comes first', async () => {
    const say = createSpeakers()
    const text = await say(0, 'text', { text: 'tea?' })
    const target = keyOf(text)
    const filled = Array.from({ length: limits.maxReactionsPerEntry }, (_, index) => ({
      kind: 'reaction' as const,
      target,
      roomId,
      value: '😀',
      isOn: true,
      authorId: `~${index}`,
      authorName: 'Nobody',
      seq: 1,
      atMs: 1,
    }))
    const [one, other] = [openLog(), openLog()]
    const react = (emoji: string) => say(1, 'reaction', { target: refOf(text), emoji, isOn: true })
    const [first, last] = [await react('👍'), await react('🙂')]
    await one.database.marks.bulkAdd(filled)
    await one.receive(text, first, last)
    await other.receive(text, last, first)
    await other.database.marks.bulkAdd(filled)
    await other.receive(await react('👍'), await react('🙂'), await react('👎'))
    await one.receive(await react('👎'))
    for (const { database } of [one, other]) {
      const values = (await database.marks.toArray()).map(({ value }) => value)
      expect(values).toHaveLength(limits.maxReactionsPerEntry)
      expect(values).toContain('👍')
      expect(values).not.toContain('🙂')
    }
  })

  test('of which one person makes thousands is kept so often only, in the end the same for all', async () => {
    const say = createSpeakers()
    const text = await say(0, 'text', { text: 'tea?' })
    const all = [text]
    for (let index = 0; index < 60; index++) {
      const emoji = String.fromCodePoint(0x1f600 + (index % 40))
      all.push(await say(1, 'reaction', { target: refOf(text), emoji, isOn: index % 7 !== 0 }))
    }
    const [one, other] = [openLog(), openLog()]
    for (const entry of all) await one.receive(entry)
    for (const entry of all.toReversed()) await other.receive(entry)
    expect(await one.database.marks.count()).toBe(limits.maxReactionsPerPerson)
    expect(await one.shown()).toEqual(await other.shown())
  })
})

describe('a pin', () => {
  const pinned = async (one: ReturnType<typeof openLog>) => (await one.shown()).pins.map(([by]) => by)

  test('is taken back by its person, or by another who names it', async () => {
    const say = createSpeakers()
    const text = await say(0, 'text', { text: 'the address' })
    const target = refOf(text)
    const one = openLog()
    const pin = await say(1, 'pin', { target, isOn: true })
    await one.receive(text, pin)
    // As clients of before unpin: their own alone.
    await one.receive(await say(0, 'pin', { target, isOn: false }))
    expect(await pinned(one)).toEqual([person(1).peerId])
    await one.receive(await say(0, 'pin', { target, isOn: false, takesBack: [refOf(pin)] }))
    expect(await pinned(one)).toEqual([])
    expect(await readUnpins(one.database, roomId, keyOf(text))).toMatchObject([{ authorName: 'Person 0' }])
    const again = await say(1, 'pin', { target, isOn: true })
    await one.receive(again)
    expect(await pinned(one)).toEqual([person(1).peerId])
    await one.receive(await say(1, 'pin', { target, isOn: false }))
    expect(await pinned(one)).toEqual([])
  })

  test('that was taken back before it came is not shown, and one that came meanwhile stays', async () => {
    const say = createSpeakers()
    const text = await say(0, 'text', { text: 'the address' })
    const target = refOf(text)
    const theirs = await say(1, 'pin', { target, isOn: true })
    const takesBack = [refOf(theirs), refOf(theirs), 'none', [person(1).peerId, 99, theirs.digest]]
    const unpin = await say(0, 'pin', { target, isOn: false, takesBack })
    const meanwhile = await say(1, 'pin', { target, isOn: true })
    const [one, other] = [openLog(), openLog()]
    await one.receive(text, unpin)
    await one.receive(theirs)
    expect(await pinned(one)).toEqual([])
    await one.receive(meanwhile)
    expect(await pinned(one)).toEqual([person(1).peerId])
    await other.receive(text, theirs, meanwhile, unpin)
    expect(await pinned(other)).toEqual([person(1).peerId])
  })

  test('that two take back at once is gone for both', async () => {
    const say = createSpeakers()
    const text = await say(0, 'text', { text: 'the address' })
    const target = refOf(text)
    const pin = await say(0, 'pin', { target, isOn: true })
    const byOther = await say(1, 'pin', { target, isOn: false, takesBack: [refOf(pin)] })
    const byAuthor = await say(0, 'pin', { target, isOn: false })
    for (const order of [
      [byOther, byAuthor],
      [byAuthor, byOther],
    ]) {
      const one = openLog()
      await one.receive(text, pin)
      for (const unpin of order) await one.receive(unpin)
      expect(await pinned(one)).toEqual([])
    }
  })

  test('is not taken back by an unpin that names too many before it, whose place on disk is bounded', async () => {
    const say = createSpeakers()
    const text = await say(0, 'text', { text: 'the address' })
    const one = openLog()
    const pin = await say(0, 'pin', { target: refOf(text), isOn: true })
    const made = Array.from({ length: 4 * limits.maxPinsTakenBack }, (_, seq) => [
      person(0).peerId,
      seq + 1,
      person(1).peerId,
    ])
    const takesBack = [...made, refOf(pin)]
    await one.receive(text, pin, await say(1, 'pin', { target: refOf(text), isOn: false, takesBack }))
    expect(await pinned(one)).toEqual([person(0).peerId])
    expect(
      await one.database.marks
        .where('[roomId+target]')
        .equals([roomId, keyOf(text)])
        .count(),
    ).toBe(limits.maxPinsTakenBack + 2)
  })
})

test('what names another author, number or digest than the entry has is about something else', async () => {
  const say = createSpeakers()
  const text = await say(0, 'text', { text: 'tea?' })
  const [authorId, seq, digest] = refOf(text)
  const one = openLog()
  await one.receive(await say(0, 'edit', { target: [seq + 5, digest], text: 'wrong' }))
  await one.receive(text)
  for (const target of [
    [person(1).peerId, seq, digest],
    [authorId, seq + 1, digest],
    [authorId, seq, person(1).peerId],
  ]) {
    await one.receive(await say(1, 'reaction', { target, emoji: '👍', isOn: true }))
  }
  expect((await one.shown()).thread).toMatchObject([{ text: 'tea?', found: [] }])
})

test('a body that does not fit its kind comes to nothing, and is kept', async () => {
  const say = createSpeakers()
  const one = openLog()
  const { added } = await one.receive(
    await say(0, 'edit', { target: 'no', text: 'x' }),
    await say(0, 'reaction', { emoji: '👍' }),
    await say(0, 'delete', null),
  )
  expect(added).toHaveLength(3)
  expect(await one.shown()).toEqual({ thread: [], pins: [] })
})

test('optional parts of a text that are not what they should be leave the text', async () => {
  const say = createSpeakers()
  const one = openLog()
  await one.receive(await say(0, 'text', { text: 'hello', replyTo: 5, mentions: ['x'], format: {} }))
  expect((await one.shown()).thread).toMatchObject([
    { text: 'hello', replyTo: undefined, mentions: undefined, isPlain: undefined },
  ])
})

/** One thing that somebody does; what it is about is some earlier entry. */
const act = fc.record({
  who: fc.nat(1),
  kind: fc.constantFrom('text', 'edit', 'delete', 'reaction', 'pin', 'hologram'),
  about: fc.nat(20),
  emoji: fc.constantFrom('👍', '🎉'),
  isOn: fc.boolean(),
})

test('any order of arrival, doubled and in batches, ends in the same thread', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(act, { minLength: 1, maxLength: 12 }),
      fc.array(fc.nat(1_000), { minLength: 24, maxLength: 24 }),
      fc.integer({ min: 1, max: 5 }),
      async (acts, random, batchSize) => {
        const say = createSpeakers()
        const all: VerifiedEntry[] = []
        for (const { about, emoji, isOn, kind, who } of acts) {
          const takesBack = all.filter((entry) => entry.authorId !== person(who).peerId).map(refOf)
          const target = all[about % Math.max(1, all.length)]
          const own = all.filter(({ authorId }) => authorId === person(who).peerId)
          const ofOwn = own[about % Math.max(1, own.length)]
          if (kind === 'text' || kind === 'hologram' || !target || !ofOwn) {
            const replyTo = target && { replyTo: refOf(target) }
            all.push(
              await say(who, kind === 'hologram' ? kind : 'text', { text: `${all.length}`, ...replyTo }),
            )
          } else if (kind === 'edit') {
            all.push(await say(who, kind, { target: ownRefOf(ofOwn), text: `edit ${all.length}` }))
          } else if (kind === 'delete') all.push(await say(who, kind, { target: ownRefOf(ofOwn) }))
          else all.push(await say(who, kind, { target: refOf(target), emoji, isOn, takesBack }))
        }
        const inTurn = openLog()
        for (const entry of all) await inTurn.receive(entry)
        const anyhow = openLog()
        const shuffled = [...all, ...all]
          .map((entry, index) => ({ entry, at: random[index] ?? 0 }))
          .sort((a, b) => a.at - b.at)
          .map(({ entry }) => entry)
        for (let index = 0; index < shuffled.length; index += batchSize) {
          await anyhow.receive(...shuffled.slice(index, index + batchSize))
        }
        expect(await anyhow.shown()).toEqual(await inTurn.shown())
        const rest = (rows: { signedText: string }[]) => rows.map(({ signedText }) => signedText).sort()
        expect(rest(await anyhow.database.entries.toArray())).toEqual(
          rest(await inTurn.database.entries.toArray()),
        )
      },
    ),
    { numRuns: 60 },
  )
})
