import { describe, expect, test } from 'vitest'
import { createChatWorld, roomId, signed, type Member } from '../testing/chat-world.ts'
import { createFakeClock } from '../testing/fake-clock.ts'
import { eventually } from '../testing/eventually.ts'
import { limits } from '../base/limits.ts'
import { toWire } from './signed-entry.ts'
import { createWriteRate } from './write-rate.ts'

const long = 'x'.repeat(limits.maxMessageTextBytes)
const numbered = (count: number, text = '') => Array.from({ length: count }, (_, n) => `${n} ${text}`)

async function startPair() {
  const world = createChatWorld()
  return { world, ann: await world.add('Ann'), bo: await world.add('Bo') }
}

/** Counts while it waits: all that text would take longer to read than to write. */
async function hears(member: Member, texts: readonly string[]) {
  await eventually(async () => expect(await member.database.entries.count()).toBe(texts.length))
  expect(await member.texts()).toEqual(texts)
}

const messagesTo = (member: Member) => member.heard.filter((message) => message.type === 'entry')

describe('who sends', () => {
  /** As many long messages as may be on their way, and some more. */
  const tooMany = numbered(Math.ceil(limits.maxUnconfirmedCharacters / long.length) + 20, long.slice(0, -10))

  test.each([
    ['before anybody came', 'backlog'],
    ['at once', 'live'],
  ])('much, written %s, keeps back what a peer has no time to write, and then sends all', async (_, when) => {
    const { world, ann, bo } = await startPair()
    if (when === 'backlog') await ann.say(...tooMany)
    let isBusy = true
    // It writes, and does not come to confirm it.
    bo.carries = (message) => !isBusy || message.type !== 'received' || message.ranges.length === 0
    await world.link(ann, bo)
    if (when === 'live') {
      await eventually(() => expect(ann.heard.some((message) => message.type === 'received')).toBe(true))
      for (const text of tooMany) expect(await ann.chat.actions.say.run({ text })).toBeUndefined()
    }
    const atMost = Math.ceil(limits.maxUnconfirmedCharacters / long.length)
    await eventually(() => expect(messagesTo(bo).length).toBeGreaterThan(atMost - 10))
    await eventually(async () => expect(await bo.database.entries.count()).toBe(messagesTo(bo).length))
    expect(messagesTo(bo).length).toBeLessThanOrEqual(atMost)
    isBusy = false
    const { ranges } = (await bo.database.versionVectors.toArray())[0] ?? { ranges: [] }
    const has = ranges.map(({ digest, from, to }) => [from, to, digest])
    expect(await ann.receive(bo, { type: 'received', ranges: has })).toBe('fine')
    await hears(bo, tooMany)
    expect(messagesTo(bo)).toHaveLength(tooMany.length)
  })

  test('to somebody who confirms nothing gives up waiting for it', async () => {
    const { world, ann, bo } = await startPair()
    bo.carries = (message) => message.type !== 'received' || message.ranges.length === 0
    await ann.say(...tooMany)
    await world.link(ann, bo)
    await eventually(async () => {
      await ann.clock.advance(limits.confirmationTimeoutMs)
      expect(await bo.database.entries.count()).toBe(tooMany.length)
    })
    expect(await bo.texts()).toEqual(tooMany)
  })
})

test('what waited long, and hundreds pasted by a script, all arrive, once and in order', async () => {
  const { world, ann, bo } = await startPair()
  const [before, after] = [numbered(300, 'before'), numbered(300, 'after')]
  for (const text of before) await ann.chat.actions.say.run({ text })
  await world.link(ann, bo)
  await Promise.all(after.map((text) => ann.chat.actions.say.run({ text })))
  await hears(bo, [...before, ...after])
  expect(messagesTo(bo)).toHaveLength(before.length + after.length)
  expect(bo.verdicts).toEqual([])
}, 120_000)

describe('who has us write', () => {
  test('waits for what is more than so much at once, and nobody else does', async () => {
    const clock = createFakeClock()
    const rate = createWriteRate(clock)
    rate.charge('mallory', limits.maxWriteBurstCharacters)
    expect(rate.waitMs('mallory')).toBe(0)
    rate.charge('mallory', limits.writtenCharactersPerSecond)
    rate.charge('mallory', limits.writtenCharactersPerSecond)
    expect(rate.waitMs('mallory')).toBe(2_000)
    expect(rate.waitMs('ada')).toBe(0)
    await clock.advance(1_500)
    expect(rate.waitMs('mallory')).toBe(500)
    await clock.advance(500)
    expect(rate.waitMs('mallory')).toBe(0)
  })

  test('without end fills the disk at that pace, and others are heard meanwhile', async () => {
    const { world, ann, bo } = await startPair()
    const mallory = await world.add('Mallory')
    await world.link(ann, mallory)
    await world.link(ann, bo)
    // What is there already counts all the same.
    const entry = toWire(await signed(mallory.identity, { text: long }))
    let left = limits.maxWriteBurstCharacters
    for (; left > 20 * entry.text.length; left -= entry.text.length) {
      await ann.receive(mallory, { type: 'entry', entry, isLate: false })
    }
    const atOnce = Math.ceil(left / entry.text.length) + limits.maxEntriesPerTurn
    const count = atOnce + 40
    const flood: Promise<unknown>[] = []
    for (let seq = 1; seq <= count; seq++) {
      const next = toWire(await signed(mallory.identity, { seq, text: long }))
      flood.push(ann.receive(mallory, { type: 'entry', entry: next, isLate: false }))
    }
    // Bo has as many turns as Mallory would need for the rest.
    const others = numbered(100)
    await bo.say(...others)
    const of = (authorId: string) =>
      ann.database.entries
        .where('[roomId+authorId+seq]')
        .between([roomId, authorId, 0], [roomId, authorId, Infinity])
        .count()
    await eventually(async () => expect(await of(bo.identity.peerId)).toBe(others.length))
    expect(await of(mallory.identity.peerId)).toBeLessThanOrEqual(atOnce)
    await eventually(async () => {
      await ann.clock.advance(1_000)
      expect(await of(mallory.identity.peerId)).toBe(count)
    })
    await Promise.all(flood)
  })
})
