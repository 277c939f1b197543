import { listNames } from '@/components/ui/list-names.ts'
import type { RoomView } from '@/engine/view.ts'
import { t } from '@/words/words.ts'

/** The others who are in a room's call. */
export const inCallOf = (room: RoomView) => room.peers.filter((peer) => peer.call !== undefined)

/** "Bo is in a call", or undefined where nobody is. */
export function whoIsInCall(room: RoomView): string | undefined {
  const names = inCallOf(room).map((peer) => peer.name)
  if (names.length === 0) return undefined
  return names.length === 1
    ? t('call-one-in', { names: listNames(names) })
    : t('call-some-in', { names: listNames(names) })
}
