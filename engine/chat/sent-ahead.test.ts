import { beforeEach, describe, expect, test, vi } from 'vitest'
import { createChatWorld, roomId, type Member } from '../testing/chat-world.ts'
import { eventually } from '../testing/eventually.ts'
import { limits } from '../base/limits.ts'

/** Of a member's disk, as far as own entries are concerned. */
function diskOf({ database }: Member) {
  const stopped = vi.spyOn(database.entries, 'add')
  return {
    /** From now on it takes no entry. */
    stop: () =>
      stopped.mockImplementation(() => {
        throw new DOMException('no more', 'UnknownError')
      }),
    heal: () => stopped.mockRestore(),
  }
}

const isReserved = async ({ database }: Member) =>
  (await database.ownSeqs.get(roomId))?.reservedSeq !== undefined

const hears = (member: Member, texts: readonly string[]) =>
  eventually(async () => expect(await member.texts()).toEqual(texts))

const deliveredOf = async ({ database }: Member, to: Member) =>
  (await database.receipts.get([roomId, to.identity.peerId]))?.ranges

describe('what is said where a number was reserved', () => {
  let world: ReturnType<typeof createChatWorld>
  let ada: Member
  let bo: Member

  beforeEach(async () => {
    world = createChatWorld()
    ada = await world.add('Ada')
    bo = await world.add('Bo')
    await world.link(ada, bo)
    await ada.say('first')
    await hears(bo, ['first'])
    await eventually(async () => expect(await deliveredOf(ada, bo)).toEqual([[1, 1]]))
  })

  const prepare = () => ada.chat.actions.prepare.run({})
  const say = (text: string) => ada.chat.actions.say.run({ text })

  async function isCalm(...members: Member[]) {
    for (const member of members) {
      await member.clock.advance(3 * limits.digestDelayMs)
      expect(member.equivocators).toEqual([])
      expect(await member.database.equivocations.count()).toBe(0)
      expect(member.verdicts).toEqual([])
    }
  }

  test('is sent before it is on disk; without a reservation only then', async () => {
    const disk = diskOf(ada)
    disk.stop()
    expect(await say('unprepared')).toMatchObject({ kind: 'storage-failed' })
    expect(await bo.texts()).toEqual(['first'])
    await prepare()
    const said = say('prepared')
    await hears(bo, ['first', 'prepared'])
    expect(await ada.texts()).toEqual(['first'])
    disk.heal()
    await ada.clock.advance(limits.storageRetryMs)
    expect(await said).toBeUndefined()
    await isCalm(ada, bo)
  })

  test('is sent once, and so is what follows it', async () => {
    await prepare()
    await ada.say('one', 'two', 'three')
    await hears(bo, ['first', 'one', 'two', 'three'])
    await isCalm(ada, bo)
    const sent = bo.heard.filter(({ type }) => type === 'entry')
    expect(sent).toHaveLength(4)
    await eventually(async () => expect(await deliveredOf(ada, bo)).toEqual([[1, 4]]))
  })

  test('and was lost in a crash comes back, and its number is used for nothing else', async () => {
    const disk = diskOf(ada)
    await prepare()
    disk.stop()
    const said = say('lost')
    await hears(bo, ['first', 'lost'])
    world.cut(ada, bo)
    ada.restart()
    expect(await said).toEqual({ kind: 'not-joined' })
    disk.heal()
    expect(await ada.texts()).toEqual(['first'])

    // Only somebody is there who can't tell.
    const cy = await world.add('Cy')
    await world.link(ada, cy)
    await hears(cy, ['first'])
    await ada.say('after')
    await hears(cy, ['first', 'after'])
    await eventually(async () =>
      expect(await deliveredOf(ada, cy)).toEqual([
        [1, 1],
        [3, 3],
      ]),
    )
    await world.link(ada, bo)
    for (const member of [ada, bo]) await hears(member, ['first', 'lost', 'after'])
    await ada.say('at last')
    await hears(bo, ['first', 'lost', 'after', 'at last'])
    await world.link(bo, cy)
    await eventually(async () => expect((await cy.texts()).toSorted()).toEqual((await bo.texts()).toSorted()))
    await isCalm(ada, bo, cy)
  })

  test('and is refused by the disk is told, waits, and goes before what is said next', async () => {
    const disk = diskOf(ada)
    await prepare()
    disk.stop()
    const said = say('sent')
    await eventually(() => expect(ada.problems).toMatchObject([{ kind: 'storage-failed' }]))
    expect(await say('refused')).toMatchObject({ kind: 'storage-failed' })
    await ada.clock.advance(limits.storageRetryMs)
    expect(await bo.texts()).toEqual(['first', 'sent'])
    disk.heal()
    await ada.say('next')
    expect(await said).toBeUndefined()
    expect(ada.recoveries).toBe(1)
    await hears(ada, ['first', 'sent', 'next'])
    await hears(bo, ['first', 'sent', 'next'])
    await isCalm(ada, bo)
  })

  test('and is refused once it had a place on the disk is kept, though others got that place', async () => {
    await prepare()
    const { entries, ownSeqs } = ada.database
    const refused = vi.spyOn(ownSeqs, 'put')
    // What is asked for after the entry is answered after it: it was there by then, and goes with its transaction.
    refused.mockImplementation(() =>
      entries.count().then(() => {
        throw new DOMException('full', 'QuotaExceededError')
      }),
    )
    const said = say('sent')
    await hears(bo, ['first', 'sent'])
    await eventually(() => expect(ada.problems).toMatchObject([{ kind: 'storage-failed' }]))
    await bo.say('meanwhile')
    await eventually(async () => expect(await ada.texts()).toContain('meanwhile'))
    refused.mockRestore()
    await ada.clock.advance(limits.storageRetryMs)
    expect(await said).toBeUndefined()
    expect((await ada.texts()).toSorted()).toEqual(['first', 'meanwhile', 'sent'])
    await isCalm(ada, bo)
  })

  test('and is refused by the disk is kept where others give it back before it is written again', async () => {
    const disk = diskOf(ada)
    await prepare()
    disk.stop()
    const said = say('sent')
    await hears(bo, ['first', 'sent'])
    await eventually(() => expect(ada.problems).toHaveLength(1))
    world.cut(ada, bo)
    await world.link(ada, bo)
    await hears(ada, ['first', 'sent'])
    await ada.clock.advance(limits.storageRetryMs)
    expect(await said).toBeUndefined()
    disk.heal()
    await ada.say('next')
    await hears(bo, ['first', 'sent', 'next'])
    await isCalm(ada, bo)
  })

  test('counts as delivered, however soon the peer says to have it', async () => {
    await prepare()
    let write = () => {}
    const written = new Promise<void>((resolve) => (write = resolve))
    const transaction = ada.database.transaction.bind(ada.database)
    // The disk takes its time, and only for what is written next.
    const slow = vi.spyOn(ada.database, 'transaction')
    slow.mockImplementationOnce(((...args: Parameters<typeof transaction>) =>
      written.then(() => transaction(...args))) as typeof transaction)
    const said = say('soon')
    await hears(bo, ['first', 'soon'])
    await eventually(() =>
      expect(ada.heard).toContainEqual({ type: 'received', ranges: [[2, 2, expect.any(String)]] }),
    )
    write()
    expect(await said).toBeUndefined()
    await eventually(async () => expect(await deliveredOf(ada, bo)).toEqual([[1, 2]]))
  })

  test('gives its number back after a while, so that a later start skips none', async () => {
    await prepare()
    expect(await isReserved(ada)).toBe(true)
    await ada.clock.advance(limits.reservedNumberMs)
    await eventually(async () => expect(await isReserved(ada)).toBe(false))
    ada.restart()
    await ada.say('after')
    expect((await ada.database.ownSeqs.get(roomId))?.lastSeq).toBe(2)
  })
})
