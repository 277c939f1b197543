import { expect, test } from 'vitest'
import { createRoomRecords } from '../rooms/room-records.ts'
import { createChatWorld, roomId, signed, type Member } from '../testing/chat-world.ts'
import { eventually } from '../testing/eventually.ts'
import { limits } from '../base/limits.ts'
import { toWire } from './signed-entry.ts'

async function startPair() {
  const world = createChatWorld()
  return { world, ann: await world.add('Ann'), bo: await world.add('Bo') }
}

/** How many rows there are of the room, of each kind. */
const left = async ({ database }: Member) => ({
  entries: await database.entries.count(),
  versionVectors: await database.versionVectors.count(),
  receipts: await database.receipts.count(),
})
const nothing = { entries: 0, versionVectors: 0, receipts: 0 }

/** What the command "Forget room" does. */
async function forget(member: Member) {
  member.chat.close()
  await createRoomRecords(member.database).forget(roomId)
}

test('what waits to be written when a room is forgotten never is', async () => {
  const { world, ann, bo } = await startPair()
  await world.link(ann, bo)
  await bo.say('first')
  await eventually(async () => expect(await ann.texts()).toEqual(['first']))
  const said = await Promise.all(
    Array.from({ length: 100 }, (_, n) => signed(bo.identity, { seq: n + 2, text: `message ${n}` })),
  )
  const waiting = said.map((message) =>
    ann.receive(bo, { type: 'entry', entry: toWire(message), isLate: false }),
  )
  // Some are on disk, one is being written, and most wait.
  await waiting[2]
  await forget(ann)
  expect(await left(ann)).toEqual(nothing)
  await Promise.all(waiting)
  expect(await left(ann)).toEqual(nothing)
  expect(ann.problems).toEqual([])
})

test('who was met just before a room is forgotten leaves no trace', async () => {
  const { world, ann, bo } = await startPair()
  await world.link(ann, bo)
  await eventually(async () => expect((await left(ann)).receipts).toBe(1))
  await forget(ann)
  await ann.receive(bo, { type: 'want', have: [] })
  await ann.receive(bo, { type: 'received', ranges: [] })
  await ann.clock.advance(limits.afterOpenMs + limits.storageRetryMs)
  expect(await left(ann)).toEqual(nothing)
  expect(ann.problems).toEqual([])
})

test('what we say while we leave is refused, and so stays in the composer', async () => {
  const { ann } = await startPair()
  const sending = ann.chat.actions.say.run({ text: 'too late' })
  await forget(ann)
  expect(await sending).toEqual({ kind: 'not-joined' })
  expect(await left(ann)).toEqual(nothing)
})
