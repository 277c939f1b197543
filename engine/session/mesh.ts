import type { PeerView } from '../view.ts'
import type { ControlMessage } from '../wire/channel.ts'
import { limits } from '../base/limits.ts'
import type { Recipient, Signal } from '../wire/signal.ts'
import { describeCandidates } from '../rtc/candidates.ts'
import { createEarlyOffer } from './early-offer.ts'
import { createPeerLinks, type PeerLinksOptions } from './peer-links.ts'
import type { Peer } from './peer.ts'

export type MeshOptions = PeerLinksOptions

export interface Mesh {
  readonly peers: () => PeerView[]
  /** Whether this visit is one of the members'. */
  readonly isMember: (visit: Recipient) => boolean
  /** Makes an offer for the announcement, while the relay is being reached. */
  prepare(): void
  /** Says to the room that we are here, now and again from time to time; whoever has no link to us offers one. */
  announce(): Promise<void>
  handleSignal(signal: Signal): void
  /** False if there is no open link to that peer. */
  sendChat(peerId: string, text: string): Promise<boolean>
  /** Says something on a peer's control channel; nothing happens where there is no open link. */
  sendControl(peerId: string, message: ControlMessage): void
  /** Something that a peer said could not be read by the part that it was for. */
  countMalformed(peerId: string): void
  /** There are other servers to find a path with. */
  serversChanged(): void
  /** Another try at a peer who could not be reached. */
  tryPeerNow(peerId: string): void
  close(): void
}

/** One link to each other member of a room: who offers, and what is stale. */
export function createMesh(options: MeshOptions): Mesh {
  const { environment, me } = options
  const links = createPeerLinks(options)
  const { hasEnded, peers, startLink } = links
  let early: ReturnType<typeof createEarlyOffer> | undefined
  let closed = false
  let cancelHello = () => {}

  /** A relay loses little, but what it loses is not said again: two of its nodes may have been parted, for one. */
  function scheduleHello() {
    const everyMs = peers.size === 0 ? limits.helloIntervalAloneMs : limits.helloIntervalMs
    cancelHello()
    cancelHello = environment.clock.after(everyMs * (0.5 + environment.random()), () => {
      if (options.isRelayOpen()) options.signal({ type: 'hello' })
      scheduleHello()
    })
  }

  function handleHello(peer: Peer, { to, offer }: Extract<Signal, { type: 'hello' }>) {
    options.log('hello-received', peer.name)
    // To us alone, it says that their link is gone. To all, it is for those who have none: not where one is open and
    // carries, nor where they offered one and we are at it.
    if (!to && peer.attempt) {
      const { link, weOffered } = peer.attempt
      if (link.isOpen() ? peer.recovery.isFine() : !weOffered) return
    }
    if (!peer.linkRate.take()) return
    if (!offer || hasEnded(peer, offer.linkId) || !isFirstMember()) {
      void startLink(peer, environment.randomId(), true)?.offer()
      return
    }
    options.log('offer-received', peer.name)
    const link = startLink(peer, offer.linkId, false)
    void link?.acceptOffer(offer.sdp, offer.nonce)
    void link?.addCandidates(offer.candidates)
  }

  /** Whether it is for us to take a newcomer's early offer: all members link with each other, so all agree. */
  function isFirstMember(): boolean {
    return [...peers.values()].every((peer) => peer.state !== 'connected' || peer.peerId > me.peerId)
  }

  /** An answer to the offer that went along with our `hello`; more than one may think that it is theirs to take. */
  function handleEarlyAnswer(peer: Peer, { sdp, nonce, proof }: Extract<Signal, { type: 'answer' }>) {
    const { attempt } = peer
    // We offered this peer another one meanwhile, which it will take instead.
    if (attempt && (attempt.weOffered || attempt.link.isOpen())) return
    // Each took the other's: the greater id prevails.
    if (attempt && me.peerId < peer.peerId) return
    const claimed = early?.claim(peer)
    if (!early || !claimed) {
      if (peer.linkRate.take()) void startLink(peer, environment.randomId(), true)?.offer()
      return
    }
    links.discardLink(peer)
    links.setAttempt(peer, { linkId: early.linkId, link: claimed.link, weOffered: true }, false)
    if (claimed.candidates.length > 0) {
      links.signalTo(peer, early.linkId, { type: 'candidates', candidates: claimed.candidates })
    }
    options.log('answer-received', peer.name)
    void claimed.link.acceptAnswer(sdp, nonce, proof)
  }

  function handleOffer(peer: Peer, { linkId, sdp, nonce }: Extract<Signal, { type: 'offer' }>) {
    if (hasEnded(peer, linkId)) return
    if (peer.attempt?.linkId === linkId) {
      // The wish for a new path; an offer of a link that is not open yet would be a replay, and is dropped there.
      if (peer.linkRate.take()) void peer.attempt.link.acceptRestart(sdp)
      return
    }
    options.log('offer-received', peer.name)
    // Both offered at once: the one with the greater id prevails, so both decide alike.
    const weAlsoOffer = peer.attempt?.weOffered === true && !peer.attempt.link.isOpen()
    if ((weAlsoOffer && me.peerId > peer.peerId) || !peer.linkRate.take()) return
    void startLink(peer, linkId, false)?.acceptOffer(sdp, nonce)
  }

  /** What belongs to a link that is being made or mended. */
  function handleLinkSignal(peer: Peer, signal: Extract<Signal, { type: 'answer' | 'candidates' }>) {
    if (!peer.attempt) return
    if (signal.type === 'answer') {
      options.log('answer-received', peer.name)
      void peer.attempt.link.acceptAnswer(signal.sdp, signal.nonce, signal.proof)
    } else {
      options.log('candidates-received', peer.name, describeCandidates(signal.candidates))
      void peer.attempt.link.addCandidates(signal.candidates)
    }
  }

  return {
    peers: () => [...peers.values()].map(({ peerId, name, state }) => ({ peerId, name, state })),
    isMember: links.isPresent,

    prepare() {
      if (closed || peers.size > 0) return
      early?.discard()
      const linkId = environment.randomId()
      early = createEarlyOffer(linkId, (owner, hold) => links.openLink(linkId, owner, hold))
    },

    async announce() {
      links.relayOpened()
      const offer = peers.size === 0 ? await early?.announcement() : undefined
      if (closed) return
      options.log('hello-sent')
      if (offer) options.log('offer-sent', undefined, describeCandidates(offer.candidates))
      options.signal(offer ? { type: 'hello', offer } : { type: 'hello' })
      scheduleHello()
    },

    handleSignal(signal) {
      if (closed) return
      const known = peers.get(signal.from.peerId)
      // What an earlier visit said, and somebody plays again, is no sign of life.
      if (known?.visitId === signal.from.visitId) known.recovery.heardThroughRelay()
      if (signal.type === 'full') {
        if (!peers.has(signal.from.peerId))
          options.onProblem({ kind: 'room-full', max: limits.maxRoomMembers })
        return
      }
      if (signal.type === 'hello' || signal.type === 'offer') {
        const peer = links.peerFor(signal.from)
        if (!peer) return
        if (signal.type === 'hello') handleHello(peer, signal)
        else handleOffer(peer, signal)
        return
      }
      if (signal.type === 'answer' && signal.linkId === early?.linkId) {
        const claimant = links.peerFor(signal.from)
        if (claimant && claimant.attempt?.linkId !== signal.linkId) {
          handleEarlyAnswer(claimant, signal)
          return
        }
      }
      const peer = peers.get(signal.from.peerId)
      if (peer?.attempt?.linkId !== signal.linkId || peer.visitId !== signal.from.visitId) return
      handleLinkSignal(peer, signal)
    },

    sendChat: async (peerId, text) => (await peers.get(peerId)?.attempt?.link.sendChat(text)) ?? false,

    sendControl(peerId, message) {
      const peer = peers.get(peerId)
      if (peer) links.sendControl(peer, message)
    },

    countMalformed: links.countMalformed,

    tryPeerNow: links.tryNow,
    serversChanged: links.serversChanged,

    close() {
      closed = true
      cancelHello()
      early?.discard()
      links.close()
    },
  }
}
