import type { CallView } from '@/engine/call/call-view.ts'
import type { RoomView } from '@/engine/view.ts'

/** A room as a host tells of it, with nobody else there, for tests of what's said over ports. */
export const lobby: RoomView = {
  roomId: 'room',
  roomName: 'lobby',
  relayUrl: 'ws://relay.example/ws',
  me: { peerId: 'me', name: 'Me' },
  relay: { kind: 'open', address: 'room' },
  peers: [],
  problems: [],
}

/** The call of that room, which we're alone in. */
export const lobbyCall: CallView = {
  roomId: 'room',
  joinedAtMs: 0,
  state: 'joined',
  microphone: 'on',
  isDeafened: false,
  isPushToTalk: false,
  peers: [],
}
