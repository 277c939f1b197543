import type { ChatVerdict } from '../chat/verdict.ts'
import type { Environment } from '../environment.ts'
import type { Identity } from '../identity/identity.ts'
import type { ProvedPerson } from '../identity/people.ts'
import { problemOf, type Problem } from '../problem.ts'
import type { LogEvent } from '../view.ts'
import type { CallMessage } from '../wire/call.ts'
import type { ControlMessage } from '../wire/channel.ts'
import { limits } from '../wire/limits.ts'
import { cleanPeerName } from '../wire/names.ts'
import type { Recipient, Sender, SignalBody } from '../wire/signal.ts'
import type { VerificationMessage } from '../wire/verification.ts'
import { describeCandidates } from './candidates.ts'
import { createHealing } from './healing.ts'
import { createHeartbeat } from './heartbeat.ts'
import { createLinkProof } from './link-proof.ts'
import { createLink, type Link, type LinkEnd, type LinkSignal } from './link.ts'
import { createPeerReader } from './peer-reader.ts'
import { addressOf, createPeer, type Peer } from './peer.ts'
import { createRecentSet } from './recent-set.ts'

export interface PeerLinksOptions {
  readonly me: Sender
  readonly identity: Pick<Identity, 'publicKey' | 'sign'>
  readonly roomId: string
  readonly environment: Environment
  readonly signal: (body: SignalBody) => void
  readonly isRelayOpen: () => boolean
  /** A link is silent, lost or did not come about, or a peer does not answer: the relay's socket may be dead, too. */
  readonly onTrouble: () => void
  /** Peers or their states changed. */
  readonly onChange: () => void
  /** A peer's link is open, and it has proved who it is. */
  readonly onPeerOpen: (peer: ProvedPerson) => void
  /** Something arrived on a peer's chat channel, in order. */
  readonly onChat: (peerId: string, text: string) => Promise<ChatVerdict>
  /** Something about comparing keys arrived; false if nothing is known of it. */
  readonly onVerification: (peerId: string, message: VerificationMessage) => boolean
  /** Something about the room's call arrived; false if it was more than a peer may say. */
  readonly onCall: (peerId: string, message: CallMessage) => boolean
  readonly onProblem: (problem: Problem) => void
  readonly log: (event: LogEvent, peerName?: string, detail?: string) => void
}

/** The members of a room and the link to each: how it is opened, watched, mended and ended. */
export function createPeerLinks(options: PeerLinksOptions) {
  const { environment, me } = options
  const { clock } = environment
  const peers = new Map<string, Peer>()
  /** Ids are their senders' own, so that nobody can end what is somebody else's. */
  const visitKey = ({ peerId, instanceId }: Recipient) => `${peerId} ${instanceId}`
  const sessionKey = (peer: Peer, sessionId: string) => `${peer.peerId} ${sessionId}`
  /** Sessions that are over: an offer of one of these is a replay. */
  const endedSessions = createRecentSet(limits.maxEndedSessions)
  /** Visits that ended with a goodbye, or without a proof: whatever comes of one of these is played again, or late. */
  const endedVisits = createRecentSet(limits.maxEndedSessions)

  /** How often other servers came, by now and when a link was begun. */
  let serversNumber = 0
  const begunWith = new WeakMap<Link, number>()
  let cancelRetry = () => {}

  const reader = createPeerReader({
    onChat: options.onChat,
    onVerification: options.onVerification,
    onCall: options.onCall,
    onPing: (peer, n) => sendControl(peer, { type: 'pong', n }),
    onBye: (peer) => handleEnd(peer, 'left'),
    onTooMuchRubbish: (peer) => handleEnd(peer, 'rubbish'),
    onProblem: options.onProblem,
    log: options.log,
  })

  /** The peer of a signal, made where it is new; undefined where the room is full, or its visit is over. */
  function peerFor(from: Sender): Peer | undefined {
    if (endedVisits.has(visitKey(from))) return undefined
    const known = peers.get(from.peerId)
    if (known) {
      // Of whom we are linked with we know the visit, and the name that was proved: anything else may be played again.
      if (isLinked(known)) {
        if (known.instanceId === from.instanceId) return known
        doubtVisit(known, from)
        return undefined
      }
      if (known.instanceId !== from.instanceId) {
        // The same person came back: what belonged to the earlier visit is over.
        discardLink(known)
        known.instanceId = from.instanceId
        known.healing.heardThroughRelay()
        if (known.state === 'unverified') known.state = 'connecting'
      }
      // What we know of somebody was judged with the name that the link opened with.
      if (known.attempt?.link.isOpen() !== true) known.name = cleanPeerName(from.name)
      return known
    }
    const members = [...peers.values()].filter(({ state }) => state !== 'unverified')
    if (members.length >= limits.maxRoomMembers - 1) {
      options.signal({ type: 'full', to: addressOf(from) })
      return undefined
    }
    const peer = createPeer(from, clock, heal)
    peers.set(peer.peerId, peer)
    return peer
  }

  const isLinked = (peer: Peer) => peer.attempt?.link.isOpen() === true && peer.healing.isFine()

  /**
   * Somebody signs as another visit of a peer whose link is open: it came back after a crash that we have not noticed,
   * or a relay plays something that it kept. An answer on the link tells.
   */
  function doubtVisit(peer: Peer, from: Sender) {
    const { heartbeat } = peer
    const link = peer.attempt?.link
    const isAsked = peer.otherVisit !== undefined
    peer.otherVisit = from
    if (isAsked || !heartbeat) return
    const sinceMs = clock.nowMs()
    heartbeat.ping()
    clock.after(limits.visitDoubtMs, () => {
      const other = peer.otherVisit
      delete peer.otherVisit
      if (!other || peer.attempt?.link !== link || heartbeat.lastHeardMs() > sinceMs) return
      discardLink(peer)
      peer.instanceId = other.instanceId
      peer.name = cleanPeerName(other.name)
      peer.state = 'reconnecting'
      peer.healing.lost()
      options.onChange()
    })
  }

  /** Those who could not be verified are shown for a while, and not more than some. */
  function forgetUnverified(peer: Peer) {
    peer.cancelGrace = clock.after(limits.unverifiedShownMs, () => remove(peer))
    const unverified = [...peers.values()].filter(({ state }) => state === 'unverified')
    for (const oldest of unverified.slice(0, -limits.maxUnverifiedPeers)) remove(oldest)
  }

  function heal(peer: () => Peer) {
    return createHealing({
      clock,
      isRelayOpen: options.isRelayOpen,
      onRestart: () => restart(peer()),
      onRebuild: () => rebuild(peer()),
      onUnreachable: () => handleUnreachable(peer()),
      onGone() {
        // Or it is us who are gone: an open socket to the relay may be a dead one.
        options.onTrouble()
        remove(peer())
      },
    })
  }

  /** Ends a peer's link without a word to anyone. */
  function discardLink(peer: Peer) {
    peer.cancelGrace()
    peer.heartbeat?.stop()
    delete peer.heartbeat
    if (!peer.attempt) return
    endedSessions.add(sessionKey(peer, peer.attempt.sessionId))
    peer.attempt.link.close()
    delete peer.attempt
  }

  /** Begins a new link instead of the one before; nothing where the browser refuses another connection. */
  function startLink(peer: Peer, sessionId: string, weOffered: boolean): Link | undefined {
    discardLink(peer)
    const link = openLink(sessionId, { peer })
    if (link) setAttempt(peer, { sessionId, link, weOffered }, weOffered)
    else handleEnd(peer, 'lost')
    return link
  }

  /** `isOffered`: the peer was offered it, and its answer is yet to come. */
  function setAttempt(peer: Peer, attempt: NonNullable<Peer['attempt']>, isOffered: boolean) {
    if (peer.state === 'connected') peer.state = 'reconnecting'
    peer.attempt = attempt
    peer.healing.linking({ isOffered })
    options.onChange()
  }

  /** A link whose owner may be found later; until then, what it says is held. */
  function openLink(
    sessionId: string,
    owner: { peer?: Peer },
    hold?: (body: LinkSignal) => void,
  ): Link | undefined {
    let connection: RTCPeerConnection
    try {
      connection = environment.createPeerConnection()
    } catch (error) {
      options.onProblem(problemOf(error))
      return undefined
    }
    const withOwner = (act: (peer: Peer) => void) => owner.peer && act(owner.peer)
    const link = createLink({
      connection,
      clock,
      proof: createLinkProof({
        identity: options.identity,
        roomId: options.roomId,
        sessionId,
        nonce: environment.randomId(),
        theirKey: () => owner.peer?.publicKey,
      }),
      // The greater id prevails.
      isPolite: () => owner.peer !== undefined && me.peerId < owner.peer.peerId,
      signal(body) {
        if (!owner.peer) return hold?.(body)
        if (owner.peer.attempt?.link === link) signalTo(owner.peer, sessionId, body)
      },
      onOpen: () => withOwner(handleOpen),
      onEnd: (end) => withOwner((peer) => peer.attempt?.link === link && handleEnd(peer, end)),
      onControl: (data) => withOwner((peer) => reader.readControl(peer, data)),
      onChat: (data) => withOwner((peer) => reader.readChat(peer, data)),
      onIceState: (state) => withOwner((peer) => handleIceState(peer, state)),
    })
    begunWith.set(link, serversNumber)
    return link
  }

  /** What was begun without servers that are there now, and did not come about, is begun anew. */
  function retryWithServers() {
    for (const peer of peers.values()) {
      const link = peer.attempt?.link
      if (!link || link.isOpen() || begunWith.get(link) === serversNumber) continue
      peer.healing.tryNow()
    }
  }

  function signalTo(peer: Peer, sessionId: string, body: LinkSignal) {
    const detail = body.type === 'candidates' ? describeCandidates(body.candidates) : undefined
    options.log(`${body.type}-sent`, peer.name, detail)
    options.signal({ ...body, to: addressOf(peer), sessionId })
  }

  function sendControl(peer: Peer, message: ControlMessage) {
    peer.attempt?.link.sendControl(JSON.stringify(message))
  }

  function handleOpen(peer: Peer) {
    peer.state = 'connected'
    peer.rubbish = peer.forged = 0
    peer.healing.healed()
    peer.heartbeat = createHeartbeat({
      clock,
      send: (message) => sendControl(peer, message),
      onSilent: () => suspect(peer, 'silent'),
      onHeard: () => handleHealed(peer),
    })
    options.log('channel-open', peer.name)
    options.onChange()
    const { name, peerId, publicKey } = peer
    options.onPeerOpen({ peerId, publicKey, name })
  }

  function handleIceState(peer: Peer, state: RTCIceConnectionState) {
    options.log('ice-state', peer.name, state)
    peer.cancelGrace()
    if (peer.attempt?.link.isOpen() !== true) return
    if (state === 'failed') suspect(peer, state)
    // It may come back by itself.
    if (state === 'disconnected')
      peer.cancelGrace = clock.after(limits.disconnectedGraceMs, () => suspect(peer, state))
    // A pong on the new path says that it carries.
    if (state === 'connected') peer.heartbeat?.ping()
  }

  /** An open link that does not carry: the first step of the ladder. */
  function suspect(peer: Peer, why: string) {
    if (!peer.healing.isFine()) return
    options.log('link-silent', peer.name, why)
    peer.state = 'reconnecting'
    peer.heartbeat?.doubt()
    options.onTrouble()
    peer.healing.suspect()
    options.onChange()
  }

  function handleHealed(peer: Peer) {
    if (peer.attempt?.link.isOpen() !== true) return
    peer.state = 'connected'
    peer.healing.healed()
    options.log('link-healed', peer.name)
    options.onChange()
  }

  function restart(peer: Peer) {
    options.log('ice-restart', peer.name)
    void peer.attempt?.link.restart()
  }

  function rebuild(peer: Peer) {
    // Nobody can be asked for another, and this one may yet come back: browsers try for half a minute.
    if (!options.isRelayOpen() && peer.attempt?.link.isOpen() === true) return
    discardLink(peer)
    options.log('hello-sent', peer.name)
    options.signal({ type: 'hello', to: addressOf(peer) })
    options.onTrouble()
    options.onChange()
  }

  function handleUnreachable(peer: Peer) {
    discardLink(peer)
    peer.state = 'unreachable'
    options.log('peer-unreachable', peer.name)
    options.onProblem({ kind: 'peer-unreachable', peerName: peer.name })
    options.onChange()
  }

  function remove(peer: Peer) {
    peer.healing.stop()
    discardLink(peer)
    peers.delete(peer.peerId)
    options.log('peer-left', peer.name)
    options.onChange()
  }

  function handleEnd(peer: Peer, end: LinkEnd) {
    discardLink(peer)
    if (end === 'left') {
      endedVisits.add(visitKey(peer))
      remove(peer)
      // Its next visit was faster than the goodbye of this one.
      if (peer.otherVisit) peerFor(peer.otherVisit)?.healing.lost()
      return
    }
    options.log('link-ended', peer.name, end)
    if (end === 'rubbish') {
      peer.healing.stop()
      peers.delete(peer.peerId)
    } else if (end === 'unverified') {
      endedVisits.add(visitKey(peer))
      peer.healing.stop()
      peer.state = 'unverified'
      forgetUnverified(peer)
      options.onProblem({ kind: 'peer-unverified', peerName: peer.name })
    } else {
      if (peer.state === 'connected') peer.state = 'reconnecting'
      // Also where it never opened: what was to make it may have gone into a dead socket.
      options.onTrouble()
      peer.healing.lost()
    }
    options.onChange()
  }

  return {
    peers,
    /** Whether it is somebody's present visit. */
    isPresent: ({ peerId, instanceId }: Recipient) => peers.get(peerId)?.instanceId === instanceId,
    /** Whether this session with a peer is over: what comes of it is late, or played again. */
    hasEnded: (peer: Peer, sessionId: string) => endedSessions.has(sessionKey(peer, sessionId)),
    peerFor,
    discardLink,
    startLink,
    setAttempt,
    openLink,
    signalTo,
    sendControl,
    countRubbish(peerId: string) {
      const peer = peers.get(peerId)
      if (peer) reader.countRubbish(peer)
    },
    /** A person wants another try at one who could not be reached. */
    tryNow(peerId: string) {
      const peer = peers.get(peerId)
      if (peer?.state !== 'unreachable') return
      peer.state = 'reconnecting'
      peer.healing.tryNow()
    },
    /** There are other servers to find a path with. */
    serversChanged() {
      serversNumber += 1
      cancelRetry()
      cancelRetry = clock.after(limits.turnGraceMs, retryWithServers)
    },
    relayOpened() {
      for (const peer of peers.values()) peer.healing.relayOpened()
    },
    /** Says goodbye to everybody. */
    close() {
      cancelRetry()
      for (const peer of peers.values()) {
        peer.healing.stop()
        peer.cancelGrace()
        peer.heartbeat?.stop()
        peer.attempt?.link.leave(JSON.stringify({ type: 'bye' } satisfies ControlMessage))
      }
      peers.clear()
    },
  }
}

export type PeerLinks = ReturnType<typeof createPeerLinks>
