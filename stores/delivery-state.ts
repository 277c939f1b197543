import { computed } from 'vue'
import { deliveryOf, type Delivery, type Listener } from '@/engine/chat/delivery-state.ts'
import { anyone } from '@/engine/storage/database.ts'
import { lacksFeature, type PeerView } from '@/engine/view.ts'
import { database } from './database.ts'
import { useLiveQuery } from './live-query.ts'

/** How far our messages in a room got, given who is in it now. */
export function useDeliveryState(roomId: () => string, peers: () => readonly PeerView[]) {
  const receipts = useLiveQuery(
    () => ({ roomId: roomId(), ids: [anyone, ...peers().map((peer) => peer.peerId)] }),
    ({ roomId, ids }) => database.receipts.bulkGet(ids.map((id): [string, string] => [roomId, id])),
  )
  const known = computed(() => {
    const byId = new Map(
      (receipts.value ?? []).flatMap((row) => (row?.roomId === roomId() ? [[row.peerId, row] as const] : [])),
    )
    const listeners = peers().flatMap((peer): Listener[] => {
      const row = byId.get(peer.peerId)
      const lacksChat = lacksFeature(peer, 'chat')
      // Without it nobody is met, so there may be no row; they're here all the same.
      if (!row) return lacksChat ? [{ isConnected: true, lacksChat, sinceSeq: 0, ranges: [] }] : []
      return [{ ...row, isConnected: peer.state === 'connected', lacksChat }]
    })
    return { listeners, anyone: byId.get(anyone)?.ranges ?? [] }
  })
  return (seq: number): Delivery => deliveryOf(seq, known.value.listeners, known.value.anyone)
}
