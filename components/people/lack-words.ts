import { i18n } from '#i18n'
import { lacksFeature, type PeerView } from '@/engine/view.ts'

/** What somebody's client can't do of what a room is for; undefined where it can, or where that isn't known yet. */
export function lackWords(peer: PeerView): string | undefined {
  const lacksChat = lacksFeature(peer, 'chat')
  const lacksCall = lacksFeature(peer, 'call')
  if (lacksChat) return lacksCall ? i18n.t('room.peerLacksChatAndCall') : i18n.t('room.peerLacksChat')
  return lacksCall ? i18n.t('room.peerLacksCall') : undefined
}
