import { nameWithTrust } from '@/components/people/trust-words.ts'
import type { RoomRow } from '@/engine/storage/database.ts'
import type { RoomView } from '@/engine/view.ts'
import type { ListedRoom } from '@/stores/rooms.ts'
import { t } from '@/words/words.ts'

export type RoomMood = 'good' | 'idle' | 'busy' | 'bad' | 'off'

/** With whom there is a link or one is on its way: to those without a common version none leads. */
export const linkablePeers = ({ peers }: Pick<RoomView, 'peers'>) =>
  peers.filter((peer) => peer.state !== 'incompatible')

/** How a room fares: linked, alone, on the way, out of reach, or not joined. */
export function roomMood({ view }: Pick<ListedRoom, 'view'>): RoomMood {
  if (!view) return 'off'
  if (view.peers.some((peer) => peer.state === 'connected')) return 'good'
  if (linkablePeers(view).length > 0) return 'busy'
  if ('problem' in view.relay) return 'bad'
  return view.relay.kind === 'open' ? 'idle' : 'busy'
}

/** Whether anybody else there is in a call. */
export const hasCall = ({ view }: Pick<ListedRoom, 'view'>) =>
  view?.peers.some((peer) => peer.call !== undefined) === true

/** Who is linked with us there. */
export const peopleHere = ({ view }: Pick<ListedRoom, 'view'>) =>
  view?.peers.filter((peer) => peer.state === 'connected') ?? []

function moodWords(room: ListedRoom): string[] {
  switch (roomMood(room)) {
    // Who is there says it.
    case 'good':
      return []
    case 'idle':
      return [t('rooms-alone')]
    case 'busy':
      return [t('rooms-connecting')]
    case 'bad':
      return [t('rooms-relay-away')]
    case 'off':
      return [t('rooms-not-joined')]
  }
}

/** How a room fares, in words, beside who is there. */
export function roomState(room: ListedRoom): string {
  const words = moodWords(room)
  if (hasCall(room)) words.push(t('call-in-call'))
  if (room.row?.isMuted) words.push(t('rooms-muted'))
  return words.join(', ')
}

/** Who is there with which mark, and how the room fares: for a tooltip, and for whoever does not see the list. */
export function roomDetails(room: ListedRoom): string {
  const words = [...peopleHere(room).map(nameWithTrust), roomState(room)]
  return words.filter((one) => one !== '').join(', ')
}

/** Who can join a room, in a sentence. */
export function whoCanJoin({ kind, roomName }: Pick<RoomRow, 'kind' | 'roomName'>): string {
  if (kind === 'private') return t('rooms-is-private')
  if (kind === 'public') return t('rooms-is-public')
  // A whole site's address has no path.
  return new URL(roomName).origin === roomName ? t('rooms-is-site') : t('rooms-is-page')
}
