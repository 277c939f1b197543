import { effectScope } from 'vue'
import { expect, onTestFinished, test } from 'vitest'
import { anyone } from '@/engine/storage/database.ts'
import { eventually } from '@/engine/testing/eventually.ts'
import type { PeerView } from '@/engine/view.ts'
import { database } from './database.ts'
import { useDeliveryState } from './delivery-state.ts'

const linked = (peerId: string, ...features: string[]): PeerView => ({
  peerId,
  name: peerId,
  state: 'connected',
  features,
})

/** Our first message in a room where Bo has it, and these people are. */
async function start(peers: PeerView[]) {
  const common = { roomId: 'room', sinceSeq: 1, metAtMs: 0 }
  await database.receipts.bulkPut([
    { ...common, peerId: anyone, ranges: [[1, 1]] },
    { ...common, peerId: 'bo', ranges: [[1, 1]] },
    { ...common, peerId: 'met before', ranges: [] },
  ])
  const scope = effectScope()
  const deliveryOf = scope.run(() =>
    useDeliveryState(
      () => 'room',
      () => 'us',
      () => peers,
    ),
  )
  onTestFinished(async () => {
    scope.stop()
    await database.receipts.clear()
  })
  return () => deliveryOf?.(1)
}

test.each([
  ['everyone here has it', [linked('bo', 'chat')], 'delivered'],
  ['a peer without messages was never met', [linked('bo', 'chat'), linked('new')], 'delivered-to-able'],
  ['a peer had messages once', [linked('bo', 'chat'), linked('met before', 'call')], 'delivered-to-able'],
  ['a peer with messages lacks it', [linked('bo', 'chat'), linked('met before', 'chat')], 'sent'],
] as const)('the delivery of a message where %s', async (_, peers, delivery) => {
  const delivered = await start([...peers])
  await eventually(() => expect(delivered()).toBe(delivery))
})
