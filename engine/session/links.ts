import { problemOf } from '../base/problem.ts'
import { limits } from '../base/limits.ts'
import { createRecentSet } from '../base/recent-set.ts'
import { describeCandidates } from '../rtc/candidates.ts'
import { createHandshake } from '../rtc/handshake.ts'
import type { LinkPath } from '../rtc/path.ts'
import { createLink, type Link, type LinkEnd, type LinkSignal } from '../rtc/link.ts'
import type { Capabilities } from '../wire/capabilities.ts'
import type { ControlMessage } from '../wire/channel.ts'
import type { SessionContext } from './context.ts'
import type { ChannelName } from './feature.ts'
import { addressOf, type Attempt, type LinkOwner, type Peer } from './peer.ts'

/** What happens on links; but for their beginning, told with the peer whose present link it is. */
export interface LinkEvents {
  readonly onBegun: (link: Link) => void
  readonly onOpen: (peer: Peer, theirs: Capabilities) => void
  readonly onEnd: (peer: Peer, end: LinkEnd) => void
  readonly onData: (peer: Peer, channel: ChannelName, data: unknown) => void
  readonly onIceState: (peer: Peer, state: RTCIceConnectionState) => void
}

/** The links of a room's session: one for each peer at a time, and the one that is offered to all. */
export function createLinks(context: SessionContext, events: LinkEvents) {
  const linkKey = (peer: Peer, linkId: string) => `${peer.peerId} ${linkId}`
  /** Links that are over: an offer of one of these is a replay. */
  const ended = createRecentSet(limits.maxEndedLinks)

  /** Ends a peer's link without a word to anyone. */
  function discard(peer: Peer) {
    peer.cancelGrace()
    peer.heartbeat?.stop()
    delete peer.heartbeat
    peer.features.clear()
    delete peer.path
    if (!peer.attempt) return
    ended.add(linkKey(peer, peer.attempt.linkId))
    peer.attempt.link.close()
    delete peer.attempt
  }

  function setPath(peer: Peer, path: LinkPath) {
    if (peer.path === path) return
    peer.path = path
    context.onChange()
  }

  function signalTo(peer: Peer, linkId: string, body: LinkSignal) {
    const detail = body.type === 'candidates' ? describeCandidates(body.candidates) : undefined
    context.log(`${body.type}-sent`, peer.name, detail)
    context.signal({ ...body, to: addressOf(peer), linkId })
  }

  /** A link whose owner may be found later; until then, what it says is held. */
  function open(linkId: string, owner: LinkOwner, hold?: (body: LinkSignal) => void): Link | undefined {
    const connection = createConnection(context)
    if (!connection) return undefined
    const ifCurrent = (act: (peer: Peer) => void) => {
      if (owner.peer?.attempt?.link === link) act(owner.peer)
    }
    const link = createLink({
      connection,
      clock: context.environment.clock,
      log: context.environment.log.logger('link'),
      proof: handshakeOf(context, linkId, owner),
      // The greater id prevails.
      isPolite: () => owner.peer !== undefined && context.me.peerId < owner.peer.peerId,
      signal(body) {
        if (!owner.peer) return hold?.(body)
        ifCurrent((peer) => signalTo(peer, linkId, body))
      },
      onOpen: () => ifCurrent((peer) => owner.capabilities && events.onOpen(peer, owner.capabilities)),
      onEnd: (end) => ifCurrent((peer) => events.onEnd(peer, end)),
      onControl: (data) => ifCurrent((peer) => events.onData(peer, 'control', data)),
      onChat: (data) => ifCurrent((peer) => events.onData(peer, 'chat', data)),
      onIceState: (state) => ifCurrent((peer) => events.onIceState(peer, state)),
      onPath: (path) => ifCurrent((peer) => setPath(peer, path)),
    })
    events.onBegun(link)
    return link
  }

  /** `isOffered`: the peer was offered it, and its answer is yet to come. */
  function setAttempt(peer: Peer, attempt: Attempt, isOffered: boolean) {
    if (peer.state === 'connected') peer.state = 'reconnecting'
    peer.attempt = attempt
    peer.recovery.linking({ isOffered })
    context.onChange()
  }

  /** Begins a new link instead of the one before; nothing where the browser refuses another connection. */
  function start(peer: Peer, linkId: string, theirs: Capabilities | undefined): Link | undefined {
    discard(peer)
    const weOffered = theirs === undefined
    const owner: LinkOwner = theirs ? { peer, capabilities: theirs } : { peer }
    const link = open(linkId, owner)
    // A peer that offers and then says nothing may be gone, too; not where its offer is the answer to our question.
    const isOffered = weOffered || !peer.recovery.isRebuilding()
    if (link) setAttempt(peer, { linkId, link, owner, weOffered, isAnswered: false }, isOffered)
    else events.onEnd(peer, 'lost')
    return link
  }

  return {
    discard,
    open,
    setAttempt,
    signalTo,
    /** Whether this link with a peer is over: what comes of it is late, or played again. */
    hasEnded: (peer: Peer, linkId: string) => ended.has(linkKey(peer, linkId)),
    /** Offers a new link. */
    offer: (peer: Peer) => void start(peer, context.environment.randomId(), undefined)?.offer(),
    /** Begins the link that a peer offers; `theirs` is what it announced with the offer. */
    answer: start,
    sendControl(peer: Peer, message: ControlMessage) {
      peer.attempt?.link.control.sendNow(message)
    },
    /** Says goodbye on a peer's link and closes it. */
    leave(peer: Peer) {
      peer.heartbeat?.stop()
      peer.attempt?.link.leave({ type: 'bye' } satisfies ControlMessage)
    },
  }
}

export type Links = ReturnType<typeof createLinks>

function createConnection(context: SessionContext): RTCPeerConnection | undefined {
  try {
    return context.environment.createPeerConnection()
  } catch (error) {
    context.environment.log.logger('links').caught('connection-refused', error)
    context.onProblem(problemOf(error))
    return undefined
  }
}

function handshakeOf(context: SessionContext, linkId: string, owner: LinkOwner) {
  return createHandshake({
    identity: context.identity,
    roomId: context.roomId,
    linkId,
    nonce: context.environment.randomId(),
    capabilities: context.capabilities,
    theirKey: () => owner.peer?.publicKey,
    theirCapabilities: () => owner.capabilities,
  })
}
