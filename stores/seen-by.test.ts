import { effectScope } from 'vue'
import { expect, onTestFinished, test } from 'vitest'
import { anyone } from '@/engine/storage/database.ts'
import { ensureSettings } from '@/engine/storage/settings-row.ts'
import { eventually } from '@/engine/testing/eventually.ts'
import type { PeerView } from '@/engine/view.ts'
import { database } from './database.ts'
import { useDeliveryState } from './delivery-state.ts'
import { useSeenBy } from './seen-by.ts'

const bo: PeerView = { peerId: 'bo', name: 'Bo', state: 'connected', features: ['chat', 'activity'] }

/** Our first two messages in a room; Bo has both, and says to have seen those. */
async function start(seen: (readonly [number, number])[]) {
  await ensureSettings(database)
  const common = { roomId: 'room', sinceSeq: 1, metAtMs: 0, ranges: [[1, 2] as const] }
  await database.receipts.bulkPut([
    { ...common, peerId: anyone },
    { ...common, peerId: 'bo' },
  ])
  const row = { roomId: 'room', authorId: 'us', readerId: 'bo', ranges: seen }
  await database.seenRanges.bulkPut([
    row,
    // What Bo saw elsewhere, and what we saw of Bo.
    { ...row, roomId: 'another', ranges: [[1, 9]] },
    { ...row, authorId: 'bo', readerId: 'us', ranges: [[1, 9]] },
  ])
  const scope = effectScope()
  const made = scope.run(() => ({
    deliveryOf: useDeliveryState(
      () => 'room',
      () => 'us',
      () => [bo],
    ),
    seenBy: useSeenBy(
      () => 'room',
      () => 'us',
    ),
  }))
  onTestFinished(async () => {
    scope.stop()
    await Promise.all(database.tables.map((table) => table.clear()))
  })
  return {
    readers: () => [...(made?.seenBy.value ?? [])],
    deliveries: () => [1, 2].map((seq) => made?.deliveryOf(seq)),
  }
}

test('seen by: a message of ours that all who are here say to have seen, in this room', async () => {
  const { deliveries, readers } = await start([[2, 2]])
  await eventually(() => expect(deliveries()).toEqual(['delivered', 'seen']))
  await eventually(() => expect(readers()).toEqual([['bo', [[2, 2]]]]))
})

test('seen by: nobody, while we tell nobody what we have read; and again once we do', async () => {
  const { deliveries, readers } = await start([[1, 2]])
  await eventually(() => expect(deliveries()).toEqual(['seen', 'seen']))
  await database.settings.update('own', { tellsSeen: false })
  await eventually(() => expect(deliveries()).toEqual(['delivered', 'delivered']))
  await eventually(() => expect(readers()).toEqual([]))
  await database.settings.update('own', { tellsSeen: true })
  await eventually(() => expect(deliveries()).toEqual(['seen', 'seen']))
})
