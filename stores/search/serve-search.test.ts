import { expect, onTestFinished, test } from 'vitest'
import { createFakeClock } from '@/engine/testing/fake-clock.ts'
import { eventually } from '@/engine/testing/eventually.ts'
import { createSearchIndex } from '@/engine/search/search-index.ts'
import { questionOf } from '@/engine/search/terms.ts'
import { sampleEntry as entry } from '@/engine/testing/sample-entry.ts'
import { SidetoneDatabase, type EntryRow } from '@/engine/storage/database.ts'
import { followEntries } from './index-follower.ts'
import type { Found, SearchAnswer } from './protocol.ts'
import { serveSearch } from './serve-search.ts'

/** A database of this test's own: the host's connection to it, and a search on another one. */
async function setUp(texts: readonly Omit<EntryRow, 'order'>[] = []) {
  const name = `search ${Math.random()}`
  const [host, own] = [new SidetoneDatabase(name), new SidetoneDatabase(name)]
  onTestFinished(async () => {
    own.close()
    await host.delete()
  })
  await host.entries.bulkAdd(texts)
  return { host, own }
}

function startSearch(database: SidetoneDatabase) {
  const answers: SearchAnswer[] = []
  let ask: (message: unknown) => void = () => {}
  const end = serveSearch(database, {
    onMessage: (listener) => (ask = listener),
    post: (answer) => answers.push(answer),
  })
  onTestFinished(end)
  let lastId = 0
  async function found(typed: string, more: { roomId?: string; limit?: number } = {}): Promise<Found> {
    const id = ++lastId
    ask({ id, typed, limit: 50, ...more })
    return expect
      .poll(() => answers.find((answer) => answer.type === 'found' && answer.id === id))
      .toBeDefined()
      .then(() => answers.find((answer): answer is Found => answer.type === 'found' && answer.id === id))
      .then((answer) => answer ?? Promise.reject(new Error('no answer')))
  }
  const words = async (...asked: Parameters<typeof found>) =>
    (await found(...asked)).results.map(({ excerpt }) => excerpt.map(({ text }) => text).join(''))
  return { found, words, answers, ask: (message: unknown) => ask(message) }
}

test('a search finds what was there before, what comes, and what changes, and no longer what goes', async () => {
  const { host, own } = await setUp([entry('old tea')])
  const search = startSearch(own)
  await eventually(async () => expect(await search.words('tea')).toEqual(['old tea']))
  const order = await host.entries.add(entry('new tea'))
  await eventually(async () => expect(await search.words('tea')).toEqual(['new tea', 'old tea']))
  await host.entries.update(order, { text: 'new coffee' })
  await eventually(async () => expect(await search.words('coffee')).toEqual(['new coffee']))
  expect(await search.words('tea')).toEqual(['old tea'])
  await host.entries.delete(order)
  expect(await search.words('coffee')).toEqual([])
})

test('a search finds a message by what it covers, and leaves that covered', async () => {
  const { own } = await setUp([entry('the end: ||everybody lives||, at last')])
  const search = startSearch(own)
  await eventually(async () => expect(await search.words('everybody')).toEqual(['the end: ▒▒▒, at last']))
})

test('a search finds of each room its own, and forgets a room with its words', async () => {
  const { host, own } = await setUp([entry('tea here'), entry('tea there', { roomId: 'other' })])
  const search = startSearch(own)
  await eventually(async () => expect(await search.words('tea')).toEqual(['tea there', 'tea here']))
  expect(await search.words('tea', { roomId: 'room' })).toEqual(['tea here'])
  await host.entries.where('[roomId+order]').between(['other', 0], ['other', Infinity]).delete()
  await eventually(async () => expect(await search.words('tea')).toEqual(['tea here']))
})

test('a search takes many in at once, reads what a client of before kept unread, and not what it does not know', async () => {
  const { host, own } = await setUp()
  const search = startSearch(own)
  await eventually(() =>
    expect(search.answers).toContainEqual({ type: 'state', isReady: true, isPartial: false }),
  )
  // So many that the database no longer says which.
  await host.entries.bulkAdd(Array.from({ length: 2_500 }, (_, n) => entry(`number ${n}`)))
  await eventually(async () => expect(await search.words('number 7', { limit: 1 })).toEqual(['number 799']))
  const { results, hasMore } = await search.found('number', { limit: 20 })
  expect([results.length, hasMore]).toEqual([20, true])
  await host.entries.add({ ...entry('hologram'), kind: 'hologram' })
  await host.entries.add(entry('the end'))
  await eventually(async () => expect(await search.words('end')).toEqual(['the end']))
  expect(await search.words('hologram')).toEqual([])
  await host.entries.clear()
  await eventually(async () => expect(await search.words('end')).toEqual([]))
})

test('a search answers nothing to what asks for nothing, and passes over what is no question', async () => {
  const { own } = await setUp([entry('tea')])
  const search = startSearch(own)
  search.ask({ id: 'x' })
  search.ask(undefined)
  expect(await search.words('  ?! ')).toEqual([])
  await eventually(async () => expect(await search.words('tea')).toEqual(['tea']))
})

test('an index that follows takes the newest as far as it may weigh, and says that there is more', async () => {
  const { own } = await setUp(Array.from({ length: 3_000 }, (_, n) => entry(`message ${n}`)))
  const index = createSearchIndex()
  const states: unknown[] = []
  const end = followEntries({
    database: own,
    index,
    maxPostings: 2_500,
    onChange: (state) => states.push(state),
    onError: (error) => states.push(error),
  })
  onTestFinished(end)
  await eventually(() => expect(states.at(-1)).toEqual({ isReady: true, isPartial: true }))
  const question = questionOf('message')
  const found = question ? index.find(question) : []
  expect(found).toHaveLength(2_000)
  expect(found.at(0)).toBeGreaterThan(found.at(-1) ?? Infinity)
})

test('an index that follows tries again where the disk could not be read', async () => {
  const { own } = await setUp([entry('tea')])
  const clock = createFakeClock()
  const errors: unknown[] = []
  const states: unknown[] = []
  const { entries } = own
  let isBroken = true
  const where = entries.where.bind(entries)
  Object.defineProperty(entries, 'where', {
    value: (index: string) => {
      if (isBroken) throw new Error('The disk is away.')
      return where(index)
    },
  })
  const index = createSearchIndex()
  onTestFinished(
    followEntries({
      database: own,
      index,
      clock,
      onChange: (state) => states.push(state),
      onError: (error) => errors.push(error),
    }),
  )
  await eventually(() => expect(errors).toHaveLength(1))
  isBroken = false
  await clock.advance(60_000)
  await eventually(() => expect(states.at(-1)).toEqual({ isReady: true, isPartial: false }))
  expect(index.size().texts).toBe(1)
})
