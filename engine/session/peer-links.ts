import type { Environment } from '../base/environment.ts'
import type { Identity } from '../identity/identity.ts'
import type { ProvedPerson } from '../identity/people.ts'
import { problemOf, type Problem } from '../base/problem.ts'
import type { LogEvent } from '../view.ts'
import type { CallMessage } from '../call/protocol.ts'
import type { ControlMessage } from '../wire/channel.ts'
import { limits } from '../base/limits.ts'
import { cleanPeerName } from '../wire/names.ts'
import type { Recipient, Sender, SignalBody } from '../wire/signal.ts'
import type { VerificationMessage } from '../verification/protocol.ts'
import { describeCandidates } from '../rtc/candidates.ts'
import { createRecovery } from './recovery.ts'
import { createHeartbeat } from './heartbeat.ts'
import { createHandshake } from '../rtc/handshake.ts'
import { createLink, type Link, type LinkEnd, type LinkSignal } from '../rtc/link.ts'
import type { Verdict } from './feature.ts'
import { createPeerReader } from './peer-reader.ts'
import { addressOf, createPeer, type Peer } from './peer.ts'
import { createRecentSet } from '../base/recent-set.ts'

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
  readonly onChat: (peerId: string, text: string) => Promise<Verdict>
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
  const visitKey = ({ peerId, visitId }: Recipient) => `${peerId} ${visitId}`
  const linkKey = (peer: Peer, linkId: string) => `${peer.peerId} ${linkId}`
  /** Sessions that are over: an offer of one of these is a replay. */
  const endedLinks = createRecentSet(limits.maxEndedLinks)
  /** Visits that ended with a goodbye, or without a proof: whatever comes of one of these is played again, or late. */
  const endedVisits = createRecentSet(limits.maxEndedLinks)

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
    onTooManyMalformed: (peer) => handleEnd(peer, 'malformed'),
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
        if (known.visitId === from.visitId) return known
        probeVisit(known, from)
        return undefined
      }
      if (known.visitId !== from.visitId) {
        // The same person came back: what belonged to the earlier visit is over.
        discardLink(known)
        known.visitId = from.visitId
        known.recovery.heardThroughRelay()
        if (known.state === 'unauthenticated') known.state = 'connecting'
      }
      // What we know of somebody was judged with the name that the link opened with.
      if (known.attempt?.link.isOpen() !== true) known.name = cleanPeerName(from.name)
      return known
    }
    const members = [...peers.values()].filter(({ state }) => state !== 'unauthenticated')
    if (members.length >= limits.maxRoomMembers - 1) {
      options.signal({ type: 'full', to: addressOf(from) })
      return undefined
    }
    const peer = createPeer(from, clock, startRecovery)
    peers.set(peer.peerId, peer)
    return peer
  }

  const isLinked = (peer: Peer) => peer.attempt?.link.isOpen() === true && peer.recovery.isFine()

  /**
   * Somebody signs as another visit of a peer whose link is open: it came back after a crash that we have not noticed,
   * or a relay plays something that it kept. An answer on the link tells.
   */
  function probeVisit(peer: Peer, from: Sender) {
    const { heartbeat } = peer
    const link = peer.attempt?.link
    const isAsked = peer.otherVisit !== undefined
    peer.otherVisit = from
    if (isAsked || !heartbeat) return
    const sinceMs = clock.nowMs()
    heartbeat.ping()
    clock.after(limits.visitProbeMs, () => {
      const other = peer.otherVisit
      delete peer.otherVisit
      if (!other || peer.attempt?.link !== link || heartbeat.lastHeardMs() > sinceMs) return
      discardLink(peer)
      peer.visitId = other.visitId
      peer.name = cleanPeerName(other.name)
      peer.state = 'reconnecting'
      peer.recovery.lost()
      options.onChange()
    })
  }

  /** Those who could not be verified are shown for a while, and not more than some. */
  function forgetUnauthenticated(peer: Peer) {
    peer.cancelGrace = clock.after(limits.unauthenticatedShownMs, () => remove(peer))
    const unauthenticated = [...peers.values()].filter(({ state }) => state === 'unauthenticated')
    for (const oldest of unauthenticated.slice(0, -limits.maxUnauthenticatedPeers)) remove(oldest)
  }

  function startRecovery(peer: () => Peer) {
    return createRecovery({
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
    endedLinks.add(linkKey(peer, peer.attempt.linkId))
    peer.attempt.link.close()
    delete peer.attempt
  }

  /** Begins a new link instead of the one before; nothing where the browser refuses another connection. */
  function startLink(peer: Peer, linkId: string, weOffered: boolean): Link | undefined {
    discardLink(peer)
    const link = openLink(linkId, { peer })
    if (link) setAttempt(peer, { linkId, link, weOffered }, weOffered)
    else handleEnd(peer, 'lost')
    return link
  }

  /** `isOffered`: the peer was offered it, and its answer is yet to come. */
  function setAttempt(peer: Peer, attempt: NonNullable<Peer['attempt']>, isOffered: boolean) {
    if (peer.state === 'connected') peer.state = 'reconnecting'
    peer.attempt = attempt
    peer.recovery.linking({ isOffered })
    options.onChange()
  }

  /** A link whose owner may be found later; until then, what it says is held. */
  function openLink(
    linkId: string,
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
      proof: createHandshake({
        identity: options.identity,
        roomId: options.roomId,
        linkId,
        nonce: environment.randomId(),
        theirKey: () => owner.peer?.publicKey,
      }),
      // The greater id prevails.
      isPolite: () => owner.peer !== undefined && me.peerId < owner.peer.peerId,
      signal(body) {
        if (!owner.peer) return hold?.(body)
        if (owner.peer.attempt?.link === link) signalTo(owner.peer, linkId, body)
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
      peer.recovery.tryNow()
    }
  }

  function signalTo(peer: Peer, linkId: string, body: LinkSignal) {
    const detail = body.type === 'candidates' ? describeCandidates(body.candidates) : undefined
    options.log(`${body.type}-sent`, peer.name, detail)
    options.signal({ ...body, to: addressOf(peer), linkId })
  }

  function sendControl(peer: Peer, message: ControlMessage) {
    peer.attempt?.link.sendControl(JSON.stringify(message))
  }

  function handleOpen(peer: Peer) {
    peer.state = 'connected'
    peer.malformed = peer.forged = 0
    peer.recovery.recovered()
    peer.heartbeat = createHeartbeat({
      clock,
      send: (message) => sendControl(peer, message),
      onSilent: () => suspect(peer, 'silent'),
      onHeard: () => handleRecovered(peer),
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
    if (!peer.recovery.isFine()) return
    options.log('link-silent', peer.name, why)
    peer.state = 'reconnecting'
    peer.heartbeat?.doubt()
    options.onTrouble()
    peer.recovery.suspect()
    options.onChange()
  }

  function handleRecovered(peer: Peer) {
    if (peer.attempt?.link.isOpen() !== true) return
    peer.state = 'connected'
    peer.recovery.recovered()
    options.log('link-recovered', peer.name)
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
    peer.recovery.stop()
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
      if (peer.otherVisit) peerFor(peer.otherVisit)?.recovery.lost()
      return
    }
    options.log('link-ended', peer.name, end)
    if (end === 'malformed') {
      peer.recovery.stop()
      peers.delete(peer.peerId)
    } else if (end === 'unauthenticated') {
      endedVisits.add(visitKey(peer))
      peer.recovery.stop()
      peer.state = 'unauthenticated'
      forgetUnauthenticated(peer)
      options.onProblem({ kind: 'peer-unauthenticated', peerName: peer.name })
    } else {
      if (peer.state === 'connected') peer.state = 'reconnecting'
      // Also where it never opened: what was to make it may have gone into a dead socket.
      options.onTrouble()
      peer.recovery.lost()
    }
    options.onChange()
  }

  return {
    peers,
    /** Whether it is somebody's present visit. */
    isPresent: ({ peerId, visitId }: Recipient) => peers.get(peerId)?.visitId === visitId,
    /** Whether this session with a peer is over: what comes of it is late, or played again. */
    hasEnded: (peer: Peer, linkId: string) => endedLinks.has(linkKey(peer, linkId)),
    peerFor,
    discardLink,
    startLink,
    setAttempt,
    openLink,
    signalTo,
    sendControl,
    countMalformed(peerId: string) {
      const peer = peers.get(peerId)
      if (peer) reader.countMalformed(peer)
    },
    /** A person wants another try at one who could not be reached. */
    tryNow(peerId: string) {
      const peer = peers.get(peerId)
      if (peer?.state !== 'unreachable') return
      peer.state = 'reconnecting'
      peer.recovery.tryNow()
    },
    /** There are other servers to find a path with. */
    serversChanged() {
      serversNumber += 1
      cancelRetry()
      cancelRetry = clock.after(limits.turnGraceMs, retryWithServers)
    },
    relayOpened() {
      for (const peer of peers.values()) peer.recovery.relayOpened()
    },
    /** Says goodbye to everybody. */
    close() {
      cancelRetry()
      for (const peer of peers.values()) {
        peer.recovery.stop()
        peer.cancelGrace()
        peer.heartbeat?.stop()
        peer.attempt?.link.leave(JSON.stringify({ type: 'bye' } satisfies ControlMessage))
      }
      peers.clear()
    },
  }
}

export type PeerLinks = ReturnType<typeof createPeerLinks>
