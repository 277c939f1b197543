import type { Environment } from '../base/environment.ts'
import { limits } from '../base/limits.ts'
import { problemOf, type Problem } from '../base/problem.ts'
import type { Identity } from '../identity/identity.ts'
import type { ProvedPerson } from '../identity/people.ts'
import { hideAddresses } from '../network/hide-addresses.ts'
import type { TurnSubscription } from '../network/turn-credentials.ts'
import { protocolVersions, type Capabilities } from '../wire/capabilities.ts'
import { relayProtocols } from '../wire/relay-frame.ts'
import type { RoomKeys } from '../wire/room-keys.ts'
import type { SignalBody } from '../wire/signal.ts'
import { createMembers, type Members } from './members.ts'
import type { RegisteredFeature } from './registered-feature.ts'
import { createRelaySocket, type RelaySocket, type RelayState } from './relay-socket.ts'
import type { SessionLogEvent, SessionView } from './session-view.ts'
import { createSignaling, type Signaling } from './signaling.ts'

export interface RoomSessionOptions {
  readonly keys: RoomKeys
  readonly roomName: string
  readonly relayUrl: string
  readonly identity: Identity
  readonly name: string
  readonly environment: Environment
  /** Whether peers may learn no address of ours but a TURN server's. */
  readonly isRelayOnly: () => boolean
  /** What is spoken on links besides the session's own. */
  readonly features: readonly RegisteredFeature[]
  /** A peer's link is open, and it has proved who it is, whatever features it has. */
  readonly onProved: (person: ProvedPerson) => void
  /** Takes part in the TURN servers that the relay provides; `onServers` is called when there are others. */
  readonly subscribeToTurn: (onServers: () => void) => TurnSubscription
  /** The view changed. */
  readonly onChange: () => void
  readonly onLog: (event: SessionLogEvent, peerName?: string, detail?: string) => void
}

export interface RoomSession {
  readonly view: () => SessionView
  addProblem(problem: Problem): void
  dismissProblem(kind: Problem['kind']): void
  /** Try the relay now: the network came back, or a person pressed the button. */
  tryNow(): void
  /** Another try at a peer who could not be reached. */
  tryPeerNow(peerId: string): void
  /** Closes the features, says goodbye to everybody and leaves the relay. */
  leave(): void
}

/** One joined room: its relay socket, its sealed signals and its members, for whatever features are spoken there. */
export function createRoomSession(options: RoomSessionOptions): RoomSession {
  const { environment, identity, keys, onChange } = options
  const me = { peerId: identity.peerId, name: options.name }
  const capabilities = capabilitiesOf(options.features)
  const problems = createProblems(onChange)
  let relay: RelayState = { kind: 'connecting' }

  const signaling: Signaling = createSignaling({
    keys,
    identity,
    capabilities,
    me: { ...me, publicKey: identity.publicKey, visitId: environment.randomId() },
    transmit: (sealed, toVisitId) => socket.send(sealed, toVisitId),
    isDirected: () => socket.isDirected(),
    isMember: (visit) => members.isMember(visit),
    onSignal: (outer, signal) => members.handleSignal(outer, signal),
    onMalformed(count) {
      if (count === 1) options.onLog('relay-malformed')
      if (count >= limits.malformedNoticeCount) problems.add({ kind: 'relay-malformed', count })
    },
    onFailure(error) {
      environment.log.logger('signaling').error('signal-failed', error)
      problems.add(problemOf(error))
    },
  })

  function signal(body: SignalBody) {
    const allowed = options.isRelayOnly() ? hideAddresses(body) : body
    if (allowed) signaling.send(allowed)
  }

  const members: Members = createMembers({
    me: signaling.me,
    identity,
    roomId: keys.roomId,
    capabilities,
    environment,
    features: options.features,
    signal,
    isRelayOpen: () => relay.kind === 'open',
    onTrouble: () => socket.probe(),
    onChange,
    onProved(person) {
      problems.delete('peer-unreachable')
      // Somebody had a place for us, whatever others said.
      problems.delete('room-full')
      options.onProved(person)
    },
    onProblem: problems.add,
    log: options.onLog,
  })

  const turn = options.subscribeToTurn(members.serversChanged)

  const socket: RelaySocket = createRelaySocket({
    relayUrl: options.relayUrl,
    roomId: keys.roomId,
    address: signaling.me.visitId,
    environment,
    isAlone: members.isAlone,
    isCutOff() {
      const peers = members.view().filter(({ state }) => state !== 'incompatible')
      return peers.length > 0 && peers.every(({ state }) => state !== 'connected')
    },
    onState(state) {
      relay = state
      logRelayState(options.onLog, state, () => socket.isDirected())
      // When the socket is on its way, and before the browser turns to anything else.
      if (state.kind === 'connecting') queueMicrotask(members.prepare)
      if (state.kind === 'open') {
        void members.announce()
        turn.relayOpened()
      }
      onChange()
    },
    onMessage: signaling.receive,
  })

  return {
    view: () => ({
      roomId: keys.roomId,
      roomName: options.roomName,
      relayUrl: options.relayUrl,
      me,
      relay,
      peers: members.view(),
      problems: problems.list(),
    }),
    addProblem: problems.add,
    dismissProblem(kind) {
      if (problems.delete(kind)) onChange()
    },
    tryNow() {
      // The relay is reached, and nobody had a place for us: perhaps somebody has left.
      if (relay.kind === 'open' && problems.delete('room-full')) {
        onChange()
        void members.announce()
      }
      socket.tryNow()
    },
    tryPeerNow: members.tryPeerNow,
    leave() {
      members.close()
      turn.leave()
      socket.close()
    },
  }
}

/** What we announce: the versions of the base, and the features with theirs. */
function capabilitiesOf(features: readonly RegisteredFeature[]): Capabilities {
  return {
    versions: [...protocolVersions],
    features: Object.fromEntries(features.map(({ name, version }) => [name, version])),
  }
}

/** What went wrong and is still worth a word; at most one of each kind. */
function createProblems(onChange: () => void) {
  const problems = new Map<Problem['kind'], Problem>()
  return {
    add(problem: Problem) {
      problems.set(problem.kind, problem)
      onChange()
    },
    delete: (kind: Problem['kind']) => problems.delete(kind),
    list: () => [...problems.values()],
  }
}

function logRelayState(log: RoomSessionOptions['onLog'], state: RelayState, isDirected: () => boolean) {
  if (state.kind === 'connecting') log('relay-connecting')
  if (state.kind === 'waiting') log('relay-waiting', undefined, state.problem.kind)
  if (state.kind === 'open') {
    const detail = isDirected() ? relayProtocols.directed : undefined
    log(state.address === 'room' ? 'relay-open-room' : 'relay-open-hub', undefined, detail)
  }
}
