import { listNames } from '@/components/ui/list-names.ts'
import type { RoomView } from '@/engine/view.ts'
import { t } from '@/words/words.ts'

/** Where the connection is, in words. `title` is what the person calls the room. `nowMs` counts down to the next attempt at the relay. */
export function connectionSentence(room: RoomView, title: string, nowMs: number): string {
  const named = (state: RoomView['peers'][number]['state']) =>
    room.peers.filter((peer) => peer.state === state).map((peer) => peer.name)
  const [connected, connecting, reconnecting] = [
    named('connected'),
    named('connecting'),
    named('reconnecting'),
  ]
  const isRelayAway = 'problem' in room.relay

  const sentences: string[] = []
  if (connected.length > 0) {
    const names = listNames(connected)
    sentences.push(
      isRelayAway ? t('status-connected-relay-away', { names }) : t('status-connected', { names }),
    )
  }
  if (connecting.length > 0) sentences.push(t('status-connecting', { names: listNames(connecting) }))
  if (reconnecting.length > 0) sentences.push(t('status-reconnecting', { names: listNames(reconnecting) }))
  if (sentences.length > 0) return sentences.join(' ')

  switch (room.relay.kind) {
    case 'open':
      return t('status-waiting', { room: title })
    case 'waiting': {
      const seconds = Math.ceil((room.relay.retryAtMs - nowMs) / 1000)
      return seconds > 0 ? t('status-relay-waiting', { seconds }) : t('status-relay-trying')
    }
    case 'connecting':
      return room.relay.problem ? t('status-relay-trying') : t('status-relay-connecting')
    case 'closed':
      return t('status-relay-connecting')
  }
}
