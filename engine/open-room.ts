import type { LogEntry, LogEvent } from './log-entry.ts'
import type { TurnSubscription } from './network/turn-credentials.ts'
import {
  createRoomFeatures,
  viewOfPeer,
  type RoomFeatures,
  type RoomFeaturesOptions,
} from './room-features.ts'
import { registerFeatures } from './session/registered-feature.ts'
import { createRoomSession, type RoomSession } from './session/room-session.ts'
import type { RoomView } from './view.ts'

export interface OpenRoomOptions extends Omit<RoomFeaturesOptions, 'addProblem' | 'dismissProblem' | 'log'> {
  readonly roomName: string
  readonly relayUrl: string
  /** Takes part in the TURN servers that the relay provides; `onServers` is called when there are others. */
  readonly subscribeToTurn: (onServers: () => void) => TurnSubscription
  readonly onLog: (entry: LogEntry) => void
}

/** A joined room with all that is spoken in it. */
export interface OpenRoom extends Pick<RoomSession, 'dismissProblem' | 'leave' | 'tryNow' | 'tryPeerNow'> {
  readonly features: RoomFeatures
  readonly view: () => RoomView
}

/** Joins a room: makes the features that are spoken there, and the session that carries them. */
export function openRoom(options: OpenRoomOptions): OpenRoom {
  const { environment, identity, keys, onChange } = options

  function log(event: LogEvent, peerName?: string, detail?: string) {
    options.onLog({
      atMs: environment.clock.nowMs(),
      roomId: keys.roomId,
      event,
      ...(peerName !== undefined && { peerName }),
      ...(detail !== undefined && { detail }),
    })
  }

  const features = createRoomFeatures({
    ...options,
    log,
    addProblem: (problem) => session.addProblem(problem),
    dismissProblem: (kind) => session.dismissProblem(kind),
  })
  const session: RoomSession = createRoomSession({
    keys,
    roomName: options.roomName,
    relayUrl: options.relayUrl,
    identity,
    name: options.name,
    environment,
    isRelayOnly: options.isRelayOnly,
    features: registerFeatures(features),
    onProved: features.trust.handleProved,
    subscribeToTurn: options.subscribeToTurn,
    onChange,
    onLog: log,
  })

  return {
    features,
    view() {
      const view = session.view()
      return { ...view, peers: view.peers.map((peer) => viewOfPeer(features, peer)) }
    },
    dismissProblem: session.dismissProblem,
    leave: session.leave,
    tryNow: session.tryNow,
    tryPeerNow: session.tryPeerNow,
  }
}
