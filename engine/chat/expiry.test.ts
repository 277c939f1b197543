import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { limits } from '../base/limits.ts'
import { createLog } from '../base/log.ts'
import type { SidetoneDatabase } from '../storage/database.ts'
import { roomId, signed } from '../testing/chat-world.ts'
import { eventually } from '../testing/eventually.ts'
import { createFakeClock } from '../testing/fake-clock.ts'
import { createMemoryDatabase } from '../testing/memory-database.ts'
import { createPeople, createSpeakers as speakAs, ownRefOf, refOf, type People } from '../testing/speakers.ts'
import { createEntryLog } from './entry-log.ts'
import { createExpiry } from './expiry.ts'
import { hasGapBefore } from './gaps.ts'
import { keyOf } from './kinds/reference.ts'
import { readPins } from './pins.ts'
import { readReactions } from './reactions.ts'
import { readDisappearing } from './settings.ts'
import { verifyEntry, toWire, type VerifiedEntry } from './signed-entry.ts'
import { inThread, type Arrival } from './sort-key.ts'

const startMs = 1_700_000_000_000
let person: People
beforeAll(async () => {
  person = await createPeople()
})
const createSpeakers = () => speakAs(person, () => ({ atMs: startMs }))

/** A disk with what takes off it what is due. */
function openDisk(database: SidetoneDatabase = createMemoryDatabase()) {
  const clock = createFakeClock(startMs)
  const closed = new AbortController().signal
  const log = createEntryLog({ database, ownDatabase: database, roomId, ownId: 'own', closed })
  const expiry = createExpiry({ database, clock, logger: createLog(clock).logger('expiry') })
  expiry.look()
  return {
    database,
    clock,
    log,
    expiry,
    async receive(arrival: Arrival, ...entries: VerifiedEntry[]) {
      const appended = await log.appendReceived(entries, () => arrival, clock.nowMs())
      for (const { dueAtMs } of appended.added) if (dueAtMs !== undefined) expiry.note(dueAtMs)
      return appended
    },
    /** Lets time pass until nothing is left that is due by then. */
    async pass(durationMs: number) {
      await clock.advance(durationMs)
      await eventually(async () => {
        await clock.advance(0)
        expect(await database.entries.where('dueAtMs').belowOrEqual(clock.nowMs()).count()).toBe(0)
      })
    },
    /** All that is on disk, as one text. */
    async everything() {
      const tables = await Promise.all(database.tables.map((table) => table.toArray()))
      return JSON.stringify(tables)
    },
    async shown() {
      const rows = await inThread(database.entries, roomId).toArray()
      const reactions = await readReactions(database, roomId, rows.map(keyOf))
      const thread = rows.map((row) => {
        const { authorId, digest, disappearAfterS, editSeq, isGone, seq, text } = row
        return {
          authorId,
          seq,
          digest,
          text,
          editSeq,
          isGone,
          disappearAfterS,
          found: reactions.get(keyOf(row)),
        }
      })
      const pins = (await readPins(database, roomId)).map(({ authorId, target }) => [authorId, target])
      return { thread, pins: pins.sort(), setting: await readDisappearing(database, roomId) }
    },
  }
}

const texts = async (disk: ReturnType<typeof openDisk>) => (await disk.shown()).thread.map(({ text }) => text)

describe('what is to disappear', () => {
  test('is off the disk when its time is over, with its edits and what was said of it', async () => {
    const say = createSpeakers()
    const text = await say(0, 'text', { text: 'secret one', mentions: [person(1).peerId], expiresAfterS: 60 })
    const edit = await say(0, 'edit', { target: ownRefOf(text), text: 'secret two', expiresAfterS: 60 })
    const disk = openDisk()
    await disk.receive('live', text, edit)
    await disk.receive('live', await say(1, 'reaction', { target: refOf(text), emoji: '👍', isOn: true }))
    await disk.receive('live', await say(1, 'pin', { target: refOf(text), isOn: true }))
    await disk.receive('live', await say(1, 'text', { text: 'an answer', replyTo: refOf(text) }))
    await disk.pass(59_000)
    expect(await texts(disk)).toEqual(['secret two', 'an answer'])
    await disk.pass(1_000)
    expect(await texts(disk)).toEqual(['an answer'])
    expect(await disk.everything()).not.toContain('secret')
    expect(await disk.database.marks.count()).toBe(0)
    expect(disk.clock.pending()).toBe(0)
    // Known, so that it is never asked for, and never given away.
    expect(await disk.log.vectorOf(person(0).peerId)).toMatchObject([{ from: 1, to: 2, digest: edit.digest }])
    const { page } = await disk.log.lackedBy(new Map(), disk.clock.nowMs())
    expect(page.map(({ authorId }) => authorId)).toEqual([1, 1, 1].map((index) => person(index).peerId))
  })

  test('leaves no trace that it was there where it was deleted before', async () => {
    const say = createSpeakers()
    const text = await say(0, 'text', { text: 'secret', expiresAfterS: 60 })
    const disk = openDisk()
    await disk.receive('live', text, await say(0, 'delete', { target: ownRefOf(text) }))
    expect((await disk.shown()).thread).toMatchObject([{ isGone: true }])
    await disk.pass(60_000)
    expect((await disk.shown()).thread).toEqual([])
  })

  test('takes along what comes about it afterwards', async () => {
    const say = createSpeakers()
    const text = await say(0, 'text', { text: 'secret one', expiresAfterS: 60 })
    const disk = openDisk()
    await disk.receive('live', text)
    await disk.pass(60_000)
    await disk.receive(
      'live',
      await say(0, 'edit', { target: ownRefOf(text), text: 'secret two' }),
      await say(1, 'reaction', { target: refOf(text), emoji: '👍', isOn: true }),
      await say(1, 'pin', { target: refOf(text), isOn: true }),
    )
    expect((await disk.receive('past', text)).known).toHaveLength(1)
    expect(await disk.everything()).not.toContain('secret')
    expect(await disk.database.marks.count()).toBe(0)
    expect((await disk.shown()).thread).toEqual([])
  })

  test('is not written at all where its time was over when it came, whatever came before it', async () => {
    const say = createSpeakers()
    const text = await say(0, 'text', { text: 'secret one', expiresAfterS: 60 })
    const edit = await say(0, 'edit', { target: ownRefOf(text), text: 'secret two' })
    const reaction = await say(1, 'reaction', { target: refOf(text), emoji: '👍', isOn: true })
    const disk = openDisk()
    await disk.clock.advance(60_000)
    await disk.receive('past', edit, reaction)
    await disk.receive('past', text)
    expect(await disk.everything()).not.toContain('secret')
    expect(await disk.shown()).toMatchObject({ thread: [], pins: [] })
    expect(await disk.log.vectorOf(person(0).peerId)).toMatchObject([{ from: 1, to: 2 }])
  })

  test('goes when the engine starts, or wakes, however much is due by then', async () => {
    const say = createSpeakers()
    const all: VerifiedEntry[] = []
    const count = 2 * limits.expireBatchEntries + 1
    for (let n = 0; n < count; n++) all.push(await say(0, 'text', { text: `secret ${n}`, expiresAfterS: 60 }))
    const before = openDisk()
    await before.receive('live', ...all)
    const { database } = before
    const later = openDisk(database)
    later.clock.standStill(60_000)
    later.expiry.look()
    await later.pass(0)
    expect(await later.everything()).not.toContain('secret')
    expect(await database.entries.count()).toBe(count)
  })

  test('goes on time where it is to be kept longer than a timer runs', async () => {
    const say = createSpeakers()
    const disk = openDisk()
    const lifetimeS = 28 * 86_400
    await disk.receive('live', await say(0, 'text', { text: 'secret', expiresAfterS: lifetimeS }))
    await disk.pass(lifetimeS * 1_000 - 1)
    expect(await texts(disk)).toEqual(['secret'])
    await disk.pass(1)
    expect(await texts(disk)).toEqual([])
  })

  test('is tried again where the disk refuses', async () => {
    const say = createSpeakers()
    const disk = openDisk()
    await disk.receive('live', await say(0, 'text', { text: 'secret', expiresAfterS: 60 }))
    disk.database.close({ disableAutoOpen: false })
    const refuse = () => {
      throw new DOMException('no', 'UnknownError')
    }
    disk.database.entries.hook('updating', refuse)
    await disk.clock.advance(60_000)
    disk.database.entries.hook('updating').unsubscribe(refuse)
    await disk.pass(limits.storageRetryMs)
    expect(await texts(disk)).toEqual([])
  })

  test('is gone also as a second text that was signed under its number', async () => {
    const disk = openDisk()
    const body = (text: string) => ({ kind: 'text', body: { text, expiresAfterS: 60 }, atMs: startMs })
    const [first, second] = await Promise.all(
      ['secret one', 'secret two'].map((text) => signed(person(0), body(text))),
    )
    if (!first || !second) throw new Error('Nothing was said.')
    await disk.receive('past', first, second)
    expect(await disk.everything()).toContain('secret two')
    await disk.pass(60_000)
    expect(await disk.everything()).not.toContain('secret')
    // It was seen before: nobody is told once more.
    expect((await disk.receive('past', second)).equivocations).toMatchObject([{ isNew: false }])
  })
})

describe('the time of what is to disappear', () => {
  test.each<[string, Arrival, number, number]>([
    [
      'counts from when it came where it is said now, and its author’s clock is a year behind',
      'live',
      -365,
      60_000,
    ],
    [
      'counts from when it came where it is said now, and its author’s clock is a year ahead',
      'live',
      365,
      60_000,
    ],
    ['is over where it was said a year ago', 'past', -365, 0],
    ['counts from when it came where its author says it will be said in a year', 'past', 365, 60_000],
  ])('%s', async (_, arrival, days, leftMs) => {
    const say = createSpeakers()
    const disk = openDisk()
    const atMs = startMs + days * 86_400_000
    await disk.receive(arrival, await say(0, 'text', { text: 'secret', expiresAfterS: 60 }, { atMs }))
    const [row] = await disk.database.entries.toArray()
    expect(row?.isExpired ? 0 : (row?.dueAtMs ?? Infinity) - startMs).toBe(leftMs)
  })

  test.each([0, -1, 0.5, 1e300, limits.maxLifetimeS + 1, '60', null, {}, NaN])(
    'that is said as %s counts as left out',
    async (expiresAfterS) => {
      const say = createSpeakers()
      const disk = openDisk()
      await disk.receive('live', await say(0, 'text', { text: 'kept', expiresAfterS }))
      await disk.pass(60_000)
      expect(await texts(disk)).toEqual(['kept'])
      expect(await disk.database.entries.where('dueAtMs').above(0).count()).toBe(0)
    },
  )
})

test('nothing is missing to those who come after something has disappeared', async () => {
  const say = createSpeakers()
  const first = await say(0, 'text', { text: 'first' })
  await say(0, 'text', { text: 'secret', expiresAfterS: 60 })
  const prevDueMs = startMs + 60_000
  const third = await say(0, 'text', { text: 'third' }, { prevDueMs })
  expect(await verifyEntry(roomId, toWire(third))).toMatchObject({ prevDueMs })
  const disk = openDisk()
  await disk.clock.advance(59_999)
  await disk.receive('past', first)
  const ranges = await disk.log.vectorOf(person(0).peerId)
  expect(hasGapBefore(third, ranges, disk.clock.nowMs())).toBe(true)
  await disk.clock.advance(1)
  expect((await disk.receive('past', third)).gaps).toEqual([])
  expect(hasGapBefore(third, ranges, disk.clock.nowMs())).toBe(false)
})

describe('the setting of a room', () => {
  const set = (
    say: ReturnType<typeof createSpeakers>,
    who: number,
    afterS: unknown,
    ...replaced: VerifiedEntry[]
  ) => say(who, 'disappearing', { afterS, replaces: replaced.map(refOf) })

  test('is the one that replaces the others, in whatever order they come and whatever clocks say', async () => {
    const say = createSpeakers()
    const far = await say(0, 'disappearing', { afterS: 5 }, { atMs: 8.64e15 })
    const one = await set(say, 1, 3_600, far)
    const two = await set(say, 0, 60, one)
    const three = await set(say, 1, 86_400, two)
    for (const order of [
      [far, one, two, three],
      [three, two, one, far],
      [one, three, far, two],
    ]) {
      const disk = openDisk()
      for (const entry of order) await disk.receive('past', entry)
      expect((await disk.shown()).setting).toMatchObject({
        afterS: 86_400,
        replaces: [keyOf(three), keyOf(two)],
      })
      expect((await disk.shown()).thread).toHaveLength(4)
    }
  })

  test('is the same everywhere where two set it at once', async () => {
    const say = createSpeakers()
    const [a, b] = [await set(say, 0, 60), await set(say, 1, 3_600)]
    const [disk, other] = [openDisk(), openDisk()]
    await disk.receive('live', a)
    await disk.receive('live', b)
    await other.receive('past', b)
    await other.receive('past', a)
    const { setting } = await disk.shown()
    expect(setting.replaces).toHaveLength(2)
    expect((await other.shown()).setting).toEqual(setting)
  })

  test.each([-1, 1, 4, 4.5, limits.maxLifetimeS + 1, 'off', null])('is not changed by %s', async (afterS) => {
    const say = createSpeakers()
    const disk = openDisk()
    await disk.receive('live', await set(say, 0, 60))
    await disk.receive('live', await set(say, 0, afterS))
    expect((await disk.shown()).setting.afterS).toBe(60)
    expect((await disk.shown()).thread).toHaveLength(1)
  })

  test('takes a few look-ups, however often somebody sets it', async () => {
    const say = createSpeakers()
    const disk = openDisk()
    const all = [await set(say, 0, 60)]
    for (let n = 0; n < 500; n++) all.push(await set(say, n % 7 === 0 ? 1 : 0, 60 + n))
    await disk.receive('past', ...all)
    let read = 0
    disk.database.entries.hook('reading', (row) => {
      read += 1
      return row
    })
    const { replaces } = await readDisappearing(disk.database, roomId)
    expect(replaces).toHaveLength(2)
    expect(read).toBeLessThan(10)
  })
})

/** One thing that somebody does; what it is about is some earlier entry. */
const act = fc.record({
  who: fc.nat(1),
  kind: fc.constantFrom('text', 'edit', 'delete', 'reaction', 'pin', 'disappearing'),
  about: fc.nat(20),
  afterS: fc.constantFrom(0, 60, 3_600),
  isOn: fc.boolean(),
})
type Act = typeof act extends fc.Arbitrary<infer Value> ? Value : never

/** What people say by these acts, in a room whose setting each heeds. */
async function sayAll(acts: readonly Act[]) {
  const say = createSpeakers()
  const all: VerifiedEntry[] = []
  let setting: VerifiedEntry | undefined
  const lifetime = (seconds: number | undefined) => (seconds ? { expiresAfterS: seconds } : {})
  for (const { about, afterS, isOn, kind, who } of acts) {
    const target = all[about % Math.max(1, all.length)]
    const own = all.filter(({ authorId }) => authorId === person(who).peerId)
    const ofOwn = own[about % Math.max(1, own.length)]
    if (kind === 'disappearing') {
      setting = await say(who, kind, { afterS, replaces: setting ? [refOf(setting)] : [] })
      all.push(setting)
    } else if (kind === 'text' || !target || !ofOwn) {
      all.push(await say(who, 'text', { text: `words ${all.length}`, ...lifetime(setting?.disappearAfterS) }))
    } else if (kind === 'edit') {
      const words = { text: `words ${all.length}`, ...lifetime(ofOwn.expiresAfterS) }
      all.push(await say(who, kind, { target: ownRefOf(ofOwn), ...words }))
    } else if (kind === 'delete') all.push(await say(who, kind, { target: ownRefOf(ofOwn) }))
    else all.push(await say(who, kind, { target: refOf(target), emoji: '👍', isOn }))
  }
  return all
}

test('any order of arrival, before and after things have disappeared, ends in the same thread', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(act, { minLength: 1, maxLength: 12 }),
      fc.array(fc.nat(1_000), { minLength: 24, maxLength: 24 }),
      fc.integer({ min: 1, max: 5 }),
      fc.constantFrom(0, 30_000, 60_000, 90_000),
      async (acts, random, batchSize, stepMs) => {
        const all = await sayAll(acts)
        const inTurn = openDisk()
        for (const entry of all) await inTurn.receive('past', entry)
        const anyhow = openDisk()
        const shuffled = [...all, ...all]
          .map((entry, index) => ({ entry, at: random[index] ?? 0 }))
          .sort((a, b) => a.at - b.at)
          .map(({ entry }) => entry)
        for (let index = 0; index < shuffled.length; index += batchSize) {
          await anyhow.receive('past', ...shuffled.slice(index, index + batchSize))
          await anyhow.pass(stepMs)
        }
        const endMs = startMs + 3_600_000
        for (const disk of [inTurn, anyhow]) await disk.pass(Math.max(0, endMs - disk.clock.nowMs()))
        expect(await anyhow.shown()).toEqual(await inTurn.shown())
        const gone = all.filter(({ expiresAfterS, kind }) => kind === 'text' && expiresAfterS)
        for (const { text = '' } of gone) expect(await anyhow.everything()).not.toContain(`"${text}"`)
      },
    ),
    { numRuns: 40 },
  )
}, 60_000)
