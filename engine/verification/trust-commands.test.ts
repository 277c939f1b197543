import { expect, test } from 'vitest'
import { deliveryOf } from '../chat/delivery-state.ts'
import { anyone } from '../storage/database.ts'
import { createChatWorld, roomId, type Member } from '../testing/chat-world.ts'
import { eventually } from '../testing/eventually.ts'
import { createPeople } from '../identity/people.ts'
import { createTrustCommands } from './trust-commands.ts'

const hears = (member: Member, texts: readonly string[]) =>
  eventually(async () => expect(await member.texts()).toEqual(texts))

/** Each has a clock of their own, and nothing is shown later than now. */
const catchUpWith = ({ clock }: Member, other: Member) =>
  clock.advance(Math.max(0, other.clock.nowMs() - clock.nowMs()) + 1)

/** Ada said five things that Bo has. */
async function startTold() {
  const world = createChatWorld()
  const [ada, bo] = [await world.add('Ada'), await world.add('Bo')]
  const told = ['one', 'two', 'three', 'four', 'five']
  await world.link(ada, bo)
  await ada.say(...told)
  await hears(bo, told)
  const { database } = ada
  const deliveredTo = async (seq: number) => {
    const [row, all] = await database.receipts.bulkGet([
      [roomId, bo.identity.peerId],
      [roomId, anyone],
    ])
    const listeners = row ? [{ ...row, isConnected: false, lacksChat: false, seen: [] }] : []
    return deliveryOf(seq, listeners, all?.ranges ?? [], [])
  }
  await eventually(async () => expect(await deliveredTo(5)).toBe('delivered'))
  world.cut(ada, bo)

  /** Ada comes back with another key. */
  async function startAnew(): Promise<Member> {
    const people = createPeople({ database, clock: ada.clock })
    const commands = createTrustCommands({
      database,
      people,
      forgetOwn: () => ada.chat.close(),
    })
    expect(await commands.deleteIdentity()).toEqual({ ok: true, value: undefined })
    const anew = await world.add('Ada', { database })
    expect(anew.identity.peerId).not.toBe(ada.identity.peerId)
    await catchUpWith(anew, ada)
    return anew
  }
  return { world, ada, bo, told, deliveredTo, startAnew }
}

test('what the new key says waits until it is received, whatever was received of the old one', async () => {
  const { world, bo, told, deliveredTo, startAnew } = await startTold()
  const anew = await startAnew()
  await anew.say('new')
  expect(await deliveredTo(1)).toBe('waiting')
  await catchUpWith(bo, anew)
  await world.link(anew, bo)
  await hears(bo, [...told, 'new'])
  await eventually(async () => expect(await deliveredTo(1)).toBe('delivered'))
  expect(bo.verdicts).toEqual([])
})

test('who saw what the old key said goes with it', async () => {
  const { ada, bo, startAnew } = await startTold()
  const { seenRanges } = ada.database
  const row = { roomId, authorId: ada.identity.peerId, readerId: bo.identity.peerId }
  await seenRanges.put({ ...row, ranges: [[1, 5]] })
  await startAnew()
  expect(await seenRanges.count()).toBe(0)
})

test('what the old key said stays, and is handed on to whoever comes late', async () => {
  const { world, told, startAnew } = await startTold()
  const anew = await startAnew()
  await anew.say('new')
  expect(await anew.texts()).toEqual([...told, 'new'])
  const cy = await world.add('Cy')
  await catchUpWith(cy, anew)
  await world.link(anew, cy)
  await hears(cy, [...told, 'new'])
  expect(cy.verdicts).toEqual([])
})
