import { computed } from 'vue'
import { union, type Ranges } from '@/engine/base/ranges.ts'
import { deliveryOf, type Delivery, type Listener } from '@/engine/chat/delivery-state.ts'
import { anyone } from '@/engine/storage/database.ts'
import { lacksFeature, type PeerView } from '@/engine/view.ts'
import { database } from './database.ts'
import { useLiveQuery } from './live-query.ts'
import { useSeenBy } from './seen-by.ts'

/** How far our messages in a room got, given who is in it now. */
export function useDeliveryState(
  roomId: () => string,
  ownId: () => string,
  peers: () => readonly PeerView[],
) {
  const seenBy = useSeenBy(roomId, ownId)
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
      if (!row) return lacksChat ? [{ isConnected: true, lacksChat, sinceSeq: 0, ranges: [], seen: [] }] : []
      const seen = seenBy.value.get(peer.peerId) ?? []
      return [{ ...row, isConnected: peer.state === 'connected', lacksChat, seen }]
    })
    const seenByAnyone = [...seenBy.value.values()].reduce<Ranges>(union, [])
    return { listeners, anyone: byId.get(anyone)?.ranges ?? [], seenByAnyone }
  })
  return (seq: number): Delivery => {
    const { anyone, listeners, seenByAnyone } = known.value
    return deliveryOf(seq, listeners, anyone, seenByAnyone)
  }
}
