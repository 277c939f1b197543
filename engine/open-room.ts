import type { CallSignal } from './call/protocol.ts'
import { createCallPresence } from './call/call-presence.ts'
import { createChat } from './chat/chat.ts'
import type { WaitingBudget } from './chat/waiting-budget.ts'
import type { Environment } from './base/environment.ts'
import { storageProblem, type Problem } from './base/problem.ts'
import type { Identity } from './identity/identity.ts'
import type { People } from './identity/people.ts'
import { hideCallAddresses } from './call/hide-call-addresses.ts'
import type { TurnSubscription } from './network/turn-credentials.ts'
import { registerFeatures } from './session/registered-feature.ts'
import { createRoomSession, type RoomSession } from './session/room-session.ts'
import type { SidetoneDatabase } from './storage/database.ts'
import { createRoomTrust } from './verification/room-trust.ts'
import { viewOfPeer, type LogEntry, type LogEvent, type RoomView } from './view.ts'
import type { RoomKeys } from './wire/room-keys.ts'

export interface OpenRoomOptions {
  readonly keys: RoomKeys
  readonly roomName: string
  readonly relayUrl: string
  /** Whether a late joiner is sent what was said before. */
  readonly sharesHistory: boolean
  readonly identity: Identity
  readonly name: string
  readonly environment: Environment
  /** Whether peers may learn no address of ours but a TURN server's. */
  readonly isRelayOnly: () => boolean
  readonly database: SidetoneDatabase
  /** What may wait in memory to be written, of all rooms together. */
  readonly budget: WaitingBudget
  readonly people: People
  /** Takes part in the TURN servers that the relay provides; `onServers` is called when there are others. */
  readonly subscribeToTurn: (onServers: () => void) => TurnSubscription
  /** The view changed. */
  readonly onChange: () => void
  readonly onLog: (entry: LogEntry) => void
  /** A member of the call that we are in, in this room, says something to us. */
  readonly onCallSignal: (peerId: string, signal: CallSignal) => void
}

/** A joined room with all that is spoken in it. */
export interface OpenRoom
  extends RoomFeatures, Pick<RoomSession, 'dismissProblem' | 'leave' | 'tryNow' | 'tryPeerNow'> {
  readonly view: () => RoomView
}

/** What features tell of a room beside what their peers see. */
interface Notices {
  addProblem(problem: Problem): void
  dismissProblem(kind: Problem['kind']): void
  log(event: LogEvent, peerName?: string, detail?: string): void
}

/**
 * All that is spoken in a room: what stands in the object given back is announced to peers, gets their messages, and is
 * in reach of commands by its name.
 */
function createFeatures(options: OpenRoomOptions, { addProblem, dismissProblem, log }: Notices) {
  const { environment, identity, onChange } = options
  const { clock } = environment
  return {
    trust: createRoomTrust({
      environment,
      me: { peerId: identity.peerId, publicKey: identity.publicKey, name: options.name },
      people: options.people,
      onChange,
      onFailure(error) {
        environment.log.logger('room-trust').caught('storage-failed', error)
        addProblem(storageProblem(error))
      },
    }),
    call: createCallPresence({
      clock,
      hide: (message) => (options.isRelayOnly() ? hideCallAddresses(message) : message),
      onChange,
      onSignal: options.onCallSignal,
    }),
    chat: createChat({
      roomId: options.keys.roomId,
      name: options.name,
      identity,
      sharesHistory: options.sharesHistory,
      environment,
      database: options.database,
      ownDatabase: options.database.strict,
      budget: options.budget,
      onProblem: addProblem,
      onStorageRecovered: () => dismissProblem('storage-failed'),
      onEquivocation(authorName) {
        log('peer-equivocates', authorName)
        addProblem({ kind: 'peer-equivocates', authorName })
      },
    }),
  }
}
type RoomFeatures = Readonly<ReturnType<typeof createFeatures>>

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

  const features = createFeatures(options, {
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
    ...features,
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
