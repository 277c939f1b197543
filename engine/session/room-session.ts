import { createCallPresence, type CallPresence } from '../call/call-presence.ts'
import { createChat, type Chat } from '../chat/chat.ts'
import type { ChatMessage } from '../chat/protocol.ts'
import type { WaitingBudget } from '../chat/waiting-budget.ts'
import type { Environment } from '../base/environment.ts'
import type { Identity } from '../identity/identity.ts'
import type { People, ProvedPerson } from '../identity/people.ts'
import type { LinkedPeer, Verdict } from './feature.ts'
import { parseMessage } from './parse-message.ts'
import { createRoomTrust, type RoomTrust } from '../verification/room-trust.ts'
import { hideAddresses, hideCallAddresses } from '../network/hide-addresses.ts'
import type { Borrowing } from '../network/turn-credentials.ts'
import { storageProblem, problemOf, type Problem } from '../base/problem.ts'
import type { SidetoneDatabase } from '../storage/database.ts'
import type { LogEntry, LogEvent, RoomView } from '../view.ts'
import { limits } from '../base/limits.ts'
import { relayProtocols } from '../wire/relay-frame.ts'
import type { CallSignal } from '../call/protocol.ts'
import type { RoomKeys } from '../wire/room-keys.ts'
import type { SignalBody } from '../wire/signal.ts'
import { wireVersion } from '../wire/version.ts'
import { createMesh } from './mesh.ts'
import { createRelaySocket, type RelayState } from './relay-socket.ts'
import { createSignaling } from './signaling.ts'

export interface RoomSessionOptions {
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
  /** The same database, written with strict durability. */
  readonly ownDatabase?: SidetoneDatabase
  /** What may wait in memory to be written, of all rooms together. */
  readonly budget: WaitingBudget
  readonly people: People
  /** Borrows the servers that the relay lends; `onServers` is called when there are others. */
  readonly borrow: (onServers: () => void) => Borrowing
  /** The view changed. */
  readonly onChange: () => void
  readonly onLog: (entry: LogEntry) => void
  /** A member of the call that we are in, in this room, says something to us. */
  readonly onCallSignal: (peerId: string, signal: CallSignal) => void
}

export interface RoomSession {
  readonly view: () => RoomView
  readonly send: Chat['say']
  readonly trust: RoomTrust
  readonly call: Pick<CallPresence, 'announce' | 'send'>
  /** A peer said something that its part cannot read. */
  countMalformed(peerId: string): void
  /** Try the relay now: the network came back, or a person pressed the button. */
  tryNow(): void
  /** Another try at a peer who could not be reached. */
  tryPeerNow(peerId: string): void
  dismissProblem(kind: Problem['kind']): void
  leave(): void
}

/** One joined room: its relay socket, its sealed signals, its links and its conversation. */
export function createRoomSession(options: RoomSessionOptions): RoomSession {
  const { environment, identity, keys } = options
  const me = { peerId: identity.peerId, name: options.name }
  const { clock } = environment
  const problems = new Map<Problem['kind'], Problem>()
  let relay: RelayState = { kind: 'connecting' }

  const view = (): RoomView => ({
    roomId: keys.roomId,
    roomName: options.roomName,
    relayUrl: options.relayUrl,
    me,
    relay,
    peers: call.withCalls(trust.withTrust(mesh.peers())),
    problems: [...problems.values()],
  })

  function log(event: LogEvent, peerName?: string, detail?: string) {
    options.onLog({
      atMs: clock.nowMs(),
      roomId: keys.roomId,
      event,
      ...(peerName !== undefined && { peerName }),
      ...(detail !== undefined && { detail }),
    })
  }

  function addProblem(problem: Problem) {
    problems.set(problem.kind, problem)
    options.onChange()
  }

  const signaling = createSignaling({
    keys,
    identity,
    me: { ...me, publicKey: identity.publicKey, visitId: environment.randomId() },
    transmit: (sealed, toVisitId) => socket.send(sealed, toVisitId),
    isDirected: () => socket.isDirected(),
    isMember: (visit) => mesh.isMember(visit),
    onSignal: (signal) => mesh.handleSignal(signal),
    onMalformed(count) {
      if (count === 1) log('relay-malformed')
      if (count >= limits.malformedNoticeCount) addProblem({ kind: 'relay-malformed', count })
    },
    onOtherVersion: (theirs) => addProblem({ kind: 'peer-other-version', theirs, ours: wireVersion }),
    onFailure: (error) => addProblem(problemOf(error)),
  })

  function signal(body: SignalBody) {
    const allowed = options.isRelayOnly() ? hideAddresses(body) : body
    if (allowed) signaling.send(allowed)
  }

  const mesh = createMesh({
    me: signaling.me,
    identity,
    roomId: keys.roomId,
    environment,
    signal,
    isRelayOpen: () => relay.kind === 'open',
    onTrouble: () => socket.probe(),
    onChange() {
      trust.handlePeers(mesh.peers())
      call.handlePeers(mesh.peers())
      chat.handlePeers?.(mesh.peers())
      options.onChange()
    },
    onPeerOpen(peer) {
      problems.delete('peer-unreachable')
      trust.handleProved(peer)
      call.handleOpen(peer.peerId)
      openChat(peer)
    },
    onChat: handleChat,
    onVerification: (peerId, message) => trust.handleMessage(peerId, message),
    onCall: (peerId, message) => call.handleMessage(peerId, message),
    onProblem: addProblem,
    log,
  })

  const call = createCallPresence({
    clock,
    send(peerId, message) {
      const allowed = options.isRelayOnly() ? hideCallAddresses(message) : message
      if (allowed) mesh.sendControl(peerId, allowed)
    },
    onChange: options.onChange,
    onSignal: options.onCallSignal,
  })

  const trust = createRoomTrust({
    environment,
    me: { peerId: identity.peerId, publicKey: identity.publicKey, name: options.name },
    people: options.people,
    send: mesh.sendControl,
    onChange: options.onChange,
    onFailure: (error) => addProblem(storageProblem(error)),
  })

  const chat = createChat({
    roomId: keys.roomId,
    name: options.name,
    identity,
    sharesHistory: options.sharesHistory,
    environment,
    database: options.database,
    ...(options.ownDatabase && { ownDatabase: options.ownDatabase }),
    budget: options.budget,
    onProblem: addProblem,
    onEquivocation(authorName) {
      log('peer-equivocates', authorName)
      addProblem({ kind: 'peer-equivocates', authorName })
    },
  })
  const chatPeers = new Map<string, LinkedPeer<ChatMessage>>()

  function openChat({ name, peerId, publicKey }: ProvedPerson) {
    const peer: LinkedPeer<ChatMessage> = {
      peerId,
      publicKey,
      name,
      version: chat.protocol.version,
      send: (message) => mesh.sendChat(peerId, JSON.stringify(message)),
      sendNow: () => false,
      countMalformed: () => mesh.countMalformed(peerId),
    }
    chatPeers.set(peerId, peer)
    chat.handleOpen(peer)
  }

  async function handleChat(peerId: string, text: string): Promise<Verdict> {
    const peer = chatPeers.get(peerId)
    const message = parseMessage(chat.protocol, text)
    if (!peer || message === 'unknown') return 'fine'
    return message === 'malformed' ? message : chat.handle(peer, message, text.length)
  }

  function handleRelayState(state: RelayState) {
    relay = state
    if (state.kind === 'connecting') {
      log('relay-connecting')
      // When the socket is on its way, and before the browser turns to anything else.
      queueMicrotask(mesh.prepare)
    }
    if (state.kind === 'waiting') log('relay-waiting', undefined, state.problem.kind)
    if (state.kind === 'open') {
      log(
        state.address === 'room' ? 'relay-open-room' : 'relay-open-hub',
        undefined,
        socket.isDirected() ? relayProtocols.directed : undefined,
      )
      void mesh.announce()
      borrowing.relayOpened()
    }
    options.onChange()
  }

  const borrowing = options.borrow(mesh.serversChanged)

  const socket = createRelaySocket({
    relayUrl: options.relayUrl,
    roomId: keys.roomId,
    address: signaling.me.visitId,
    environment,
    isAlone: () => mesh.peers().length === 0,
    isCutOff() {
      const peers = mesh.peers()
      return peers.length > 0 && peers.every(({ state }) => state !== 'connected')
    },
    onState: handleRelayState,
    onMessage: signaling.receive,
  })

  return {
    view,
    send: chat.say,
    trust,
    call,
    countMalformed: mesh.countMalformed,
    tryNow: socket.tryNow,
    tryPeerNow: mesh.tryPeerNow,
    dismissProblem(kind) {
      if (problems.delete(kind)) options.onChange()
    },
    leave() {
      chat.close()
      trust.close()
      call.announce(undefined)
      call.close()
      mesh.close()
      borrowing.leave()
      socket.close()
    },
  }
}
