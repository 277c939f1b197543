import type { CallPeerView, CallView } from '@/engine/call/call-view.ts'
import type { PeerView, RoomView } from '@/engine/view.ts'
import type { MicrophoneState } from '@/engine/call/call-state.ts'

const visit = 'A'.repeat(22)

/** An id as a peer has one, different for each name. */
export const peerIdOf = (name: string) => name.padEnd(43, '-')

/** A room with these people in it; those with a microphone are in its call. */
export function roomOf(
  people: { name: string; microphone?: MicrophoneState }[],
  change: Partial<RoomView> = {},
): RoomView {
  return {
    roomId: 'room',
    roomName: 'lobby',
    relayUrl: 'ws://relay.example/ws',
    me: { peerId: peerIdOf('Me'), name: 'Me' },
    relay: { kind: 'open', address: 'room' },
    peers: people.map(({ name, microphone }): PeerView => ({
      peerId: peerIdOf(name),
      name,
      state: 'connected',
      ...(microphone && { call: { visit, microphone } }),
    })),
    problems: [],
    ...change,
  }
}

/** Somebody in our call, heard well. */
export function peerOf(name: string, change: Partial<CallPeerView> = {}): CallPeerView {
  return {
    peerId: peerIdOf(name),
    name,
    microphone: 'on',
    state: 'connected',
    volumePercent: 100,
    isMutedLocally: false,
    quality: { word: 'good', roundTripMs: 12, lossPercent: 0, jitterMs: 2, kilobitsPerSecond: 32 },
    ...change,
  }
}

/** The call of the room `room`, which we joined a moment ago. */
export function callOf(change: Partial<CallView> = {}): CallView {
  return {
    roomId: 'room',
    joinedAtMs: Date.now(),
    state: 'joined',
    microphone: 'on',
    isDeafened: false,
    isPushToTalk: false,
    peers: [],
    ...change,
  }
}
