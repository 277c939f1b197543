import type { CallSignal } from './call/protocol.ts'
import { createCallPresence, type CallPresence } from './call/call-presence.ts'
import { createChat, type Chat } from './chat/chat.ts'
import type { WaitingBudget } from './chat/waiting-budget.ts'
import type { Environment } from './base/environment.ts'
import { storageProblem } from './base/problem.ts'
import type { Identity } from './identity/identity.ts'
import type { People } from './identity/people.ts'
import { hideCallAddresses } from './call/hide-call-addresses.ts'
import type { TurnSubscription } from './network/turn-credentials.ts'
import { registerFeature } from './session/registered-feature.ts'
import { createRoomSession, type RoomSession } from './session/room-session.ts'
import type { SidetoneDatabase } from './storage/database.ts'
import { createRoomTrust, type RoomTrust } from './verification/room-trust.ts'
import type { LogEntry, LogEvent, RoomView } from './view.ts'
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
export interface OpenRoom extends Pick<RoomSession, 'dismissProblem' | 'leave' | 'tryNow' | 'tryPeerNow'> {
  readonly view: () => RoomView
  readonly send: Chat['say']
  readonly trust: RoomTrust
  readonly call: Pick<CallPresence, 'announce' | 'countMalformed' | 'send'>
}

/** Joins a room: makes its session and the features that are spoken there, and introduces them to each other. */
export function openRoom(options: OpenRoomOptions): OpenRoom {
  const { environment, identity, keys, onChange } = options
  const { clock } = environment

  function log(event: LogEvent, peerName?: string, detail?: string) {
    options.onLog({
      atMs: clock.nowMs(),
      roomId: keys.roomId,
      event,
      ...(peerName !== undefined && { peerName }),
      ...(detail !== undefined && { detail }),
    })
  }

  const trust = createRoomTrust({
    environment,
    me: { peerId: identity.peerId, publicKey: identity.publicKey, name: options.name },
    people: options.people,
    onChange,
    onFailure(error) {
      environment.log.logger('room-trust').caught('storage-failed', error)
      session.addProblem(storageProblem(error))
    },
  })

  const call = createCallPresence({
    clock,
    hide: (message) => (options.isRelayOnly() ? hideCallAddresses(message) : message),
    onChange,
    onSignal: options.onCallSignal,
  })

  const chat = createChat({
    roomId: keys.roomId,
    name: options.name,
    identity,
    sharesHistory: options.sharesHistory,
    environment,
    database: options.database,
    ownDatabase: options.database.strict,
    budget: options.budget,
    onProblem: (problem) => session.addProblem(problem),
    onStorageRecovered: () => session.dismissProblem('storage-failed'),
    onEquivocation(authorName) {
      log('peer-equivocates', authorName)
      session.addProblem({ kind: 'peer-equivocates', authorName })
    },
  })

  const session: RoomSession = createRoomSession({
    keys,
    roomName: options.roomName,
    relayUrl: options.relayUrl,
    identity,
    name: options.name,
    environment,
    isRelayOnly: options.isRelayOnly,
    features: [registerFeature(trust), registerFeature(call), registerFeature(chat)],
    onProved: trust.handleProved,
    subscribeToTurn: options.subscribeToTurn,
    onChange,
    onLog: log,
  })

  return {
    view() {
      const view = session.view()
      return { ...view, peers: call.withCalls(trust.withTrust(view.peers)) }
    },
    send: chat.say,
    trust,
    call,
    dismissProblem: session.dismissProblem,
    leave: session.leave,
    tryNow: session.tryNow,
    tryPeerNow: session.tryPeerNow,
  }
}
