import { describe, expect, test, vi } from 'vitest'
import { createChatWorld, type Member } from '../testing/chat-world.ts'
import { eventually } from '../testing/eventually.ts'
import { limits } from '../base/limits.ts'

const hears = (member: Member, texts: readonly string[]) =>
  eventually(async () => expect(await member.texts()).toEqual(texts))

const aDiskError = () => new DOMException('for a moment', 'UnknownError')

async function startThree() {
  const world = createChatWorld()
  return { world, ann: await world.add('Ann'), bo: await world.add('Bo'), hal: await world.add('Hal') }
}

/** Ann knows what Hal and she said, more than one page of it; Bo was not there. */
async function startLate() {
  const three = await startThree()
  const { world, ann, hal } = three
  const texts = Array.from({ length: limits.maxHistoryPageEntries + 20 }, (_, n) => `message ${n}`)
  await world.link(ann, hal)
  await hal.say('of Hal')
  await hears(ann, ['of Hal'])
  await ann.clock.advance(1_000)
  await ann.say(...texts)
  await eventually(async () => expect(await hal.database.entries.count()).toBe(texts.length + 1))
  return { ...three, all: ['of Hal', ...texts] }
}

describe('an author to whom nothing can be said', () => {
  test.each<[string, () => Promise<boolean>]>([
    ['does not read', () => new Promise(() => {})],
    ['takes nothing so long', () => Promise.reject(new TypeError('the message is too large'))],
  ])('because it %s, holds up nobody else', async (_, answer) => {
    const { world, ann, bo, hal, all } = await startLate()
    bo.carries = (_message, toId) => (toId === hal.identity.peerId ? answer() : true)
    hal.carries = () => false
    await world.link(bo, hal)
    // It is asked first.
    await bo.clock.advance(limits.historyAnswerTimeoutMs)
    await world.link(bo, ann)
    await eventually(async () => {
      await ann.clock.advance(limits.historyPageIntervalMs)
      expect(await bo.database.entries.count()).toBe(all.length)
    })
    await ann.say('live')
    await hears(bo, [...all, 'live'])
    expect(bo.problems).toEqual([])
  })

  test('hears in one word, when it reads again, of all that came meanwhile', async () => {
    const { world, ann, bo } = await startThree()
    await world.link(ann, bo)
    await ann.say('first')
    await hears(bo, ['first'])
    let readsAgain = (_: boolean) => {}
    const stalled = new Promise<boolean>((resolve) => (readsAgain = resolve))
    bo.carries = () => stalled
    await ann.say('one', 'two', 'three', 'four')
    await hears(bo, ['first', 'one', 'two', 'three', 'four'])
    bo.carries = () => true
    const before = ann.heard.length
    readsAgain(true)
    await eventually(() =>
      expect(ann.heard.slice(before)).toEqual([{ type: 'received', ranges: [[3, 5, expect.any(String)]] }]),
    )
  })
})

describe('a disk that fails once', () => {
  const failsOnce = ({ database }: Member) =>
    vi.spyOn(database.entries, 'bulkAdd').mockImplementationOnce(() => {
      throw aDiskError()
    })

  test('does not end a catch-up: the next is asked, and later the same again', async () => {
    const { world, ann, bo, hal, all } = await startLate()
    const failed = failsOnce(bo)
    await world.link(bo, ann)
    await eventually(() => expect(failed).toHaveBeenCalled())
    await eventually(() => expect(bo.problems).toMatchObject([{ kind: 'storage-failed' }]))
    expect(await bo.database.entries.count()).toBe(0)
    await world.link(bo, hal)
    await eventually(async () => {
      await hal.clock.advance(limits.historyPageIntervalMs)
      expect(await bo.database.entries.count()).toBe(all.length)
    })

    const cy = await world.add('Cy')
    failsOnce(cy)
    await world.link(cy, ann)
    await eventually(() => expect(cy.problems).toHaveLength(1))
    await cy.clock.advance(limits.historyAnswerTimeoutMs)
    await eventually(async () => {
      await ann.clock.advance(limits.historyPageIntervalMs)
      expect(await cy.database.entries.count()).toBe(all.length)
    })
  })

  test('does not lose what is said just then', async () => {
    const { world, ann, bo } = await startThree()
    await world.link(ann, bo)
    await ann.say('one')
    await hears(bo, ['one'])
    failsOnce(bo)
    await ann.say('two', 'three')
    await eventually(() => expect(bo.problems).toHaveLength(1))
    await bo.clock.advance(limits.storageRetryMs)
    await hears(bo, ['one', 'two', 'three'])
    // The notice goes with what it was about.
    expect(bo.recoveries).toBe(1)
    await eventually(async () =>
      expect((await ann.database.receipts.toArray()).map((row) => row.ranges)).toEqual([[[1, 3]], [[1, 3]]]),
    )
  })

  test('does not refuse what we say when the browser had only broken the connection to it', async () => {
    const { ann } = await startThree()
    const broken = vi.spyOn(ann.database.entries, 'add').mockImplementationOnce(() => {
      throw new DOMException('no mutations', 'InvalidStateError')
    })
    await ann.say('one', 'two')
    expect(broken).toHaveBeenCalledTimes(3)
    expect(await ann.texts()).toEqual(['one', 'two'])
    broken.mockImplementationOnce(() => {
      throw aDiskError()
    })
    await expect(ann.say('three')).rejects.toThrow()
    expect(await ann.texts()).toEqual(['one', 'two'])
  })

  test('does not end what is sent to a peer', async () => {
    const { world, ann, bo } = await startThree()
    await ann.say('before')
    const real = ann.database.ownSeqs.get.bind(ann.database.ownSeqs)
    const read = vi.spyOn(ann.database.ownSeqs, 'get').mockImplementation(() => {
      throw aDiskError()
    })
    await world.link(ann, bo)
    await eventually(() => expect(ann.problems.length).toBeGreaterThan(0))
    read.mockImplementation(real)
    await eventually(async () => {
      await ann.clock.advance(limits.storageRetryMs)
      expect(await bo.texts()).toEqual(['before'])
    })
    await ann.say('after')
    await hears(bo, ['before', 'after'])
  })

  test('does not keep a peer waiting for what we have', async () => {
    const { world, ann, bo } = await startThree()
    await bo.say('before')
    vi.spyOn(ann.database.versionVectors, 'get').mockImplementationOnce(() => {
      throw aDiskError()
    })
    await world.link(ann, bo)
    await eventually(() => expect(ann.problems).toHaveLength(1))
    await ann.clock.advance(limits.storageRetryMs)
    await hears(ann, ['before'])
  })
})
