import { lacksFeature, type PeerView } from '@/engine/view.ts'
import { t } from '@/words/words.ts'

/** What somebody's client can't do of what a room is for; undefined where it can, or where that isn't known yet. */
export function lackWords(peer: PeerView): string | undefined {
  const lacksChat = lacksFeature(peer, 'chat')
  const lacksCall = lacksFeature(peer, 'call')
  if (lacksChat) return lacksCall ? t('room-peer-lacks-chat-and-call') : t('room-peer-lacks-chat')
  return lacksCall ? t('room-peer-lacks-call') : undefined
}
