import { limits } from '../base/limits.ts'
import { describeCandidates } from '../rtc/candidates.ts'
import { commonVersion, type Capabilities } from '../wire/capabilities.ts'
import type { OuterSignal, Signal } from '../wire/signal.ts'
import type { Announcer } from './announcer.ts'
import type { SessionContext } from './context.ts'
import type { IncompatiblePeers } from './incompatible-peers.ts'
import type { Links } from './links.ts'
import type { Attempt, Peer } from './peer.ts'
import type { Roster } from './roster.ts'

export interface ConnectorParts {
  readonly roster: Roster
  readonly links: Links
  readonly announcer: Announcer
  readonly incompatible: IncompatiblePeers
}

type Of<Type extends Signal['type']> = Extract<Signal, { type: Type }>

const announcedBy = ({ versions, features }: Capabilities): Capabilities => ({ versions, features })

/** Our offer to this peer is under way and was not answered yet. */
const isPending = (attempt: Attempt | undefined) =>
  attempt?.weOffered === true && !attempt.isAnswered && !attempt.link.isOpen()

/** Takes what others say through the relay, and decides who offers a link to whom. */
export function createConnector(context: SessionContext, parts: ConnectorParts) {
  const { incompatible, roster } = parts
  const handle = createSignalHandlers(context, parts)

  /** What is said by, or to, somebody who has no link yet may make a new peer. */
  function handleOpening(signal: Of<'hello' | 'offer'>) {
    const peer = roster.admit(signal.from, signal.to !== undefined)
    if (!peer) return
    if (signal.type === 'hello') handle.hello(peer, signal)
    else handle.offer(peer, signal)
  }

  /** Anyone who knows the room's name can say so: nobody is believed while somebody in sight has a place for us. */
  function handleFull({ from }: Of<'full'>) {
    if (!roster.peers.has(from.peerId) && roster.view().length === 0) {
      context.onProblem({ kind: 'room-full', max: limits.maxRoomMembers })
    }
  }

  /** Belongs to a link that is being made or mended; of any other link it is stale. */
  function handleLinkSignal(signal: Of<'answer' | 'candidates'>) {
    if (signal.type === 'answer' && handle.earlyAnswer(signal)) return
    const peer = roster.peers.get(signal.from.peerId)
    if (peer?.attempt?.linkId !== signal.linkId || peer.visitId !== signal.from.visitId) return
    if (signal.type === 'answer') handle.answer(peer, peer.attempt, signal)
    else handle.candidates(peer, peer.attempt, signal)
  }

  return {
    handleSignal(outer: OuterSignal, signal: Signal | undefined) {
      const { from, to, versions } = outer
      if (versions && commonVersion(context.capabilities.versions, versions) === undefined) {
        return incompatible.handle(outer, versions)
      }
      if (versions) incompatible.forget(from.peerId)
      const known = roster.peers.get(from.peerId)
      // What an earlier visit said, and somebody plays again, is no sign of life; nor is a hello to all of one that has
      // never named us.
      if (known?.visitId === from.visitId) {
        if (!roster.list(known, to !== undefined)) return
        if (known.isListed) known.recovery.heardThroughRelay()
      }
      if (!signal) return
      switch (signal.type) {
        case 'full':
          return handleFull(signal)
        case 'hello':
        case 'offer':
          return handleOpening(signal)
        default:
          return handleLinkSignal(signal)
      }
    },
  }
}

function createSignalHandlers(context: SessionContext, { announcer, links, roster }: ConnectorParts) {
  const { me } = context
  const prevails = (peer: Peer) => me.peerId > peer.peerId

  /** Whether it is for us to take a newcomer's early offer: all members link with each other, so all agree. */
  function isFirstMember(): boolean {
    return [...roster.peers.values()].every((peer) => peer.state !== 'connected' || peer.peerId > me.peerId)
  }

  /**
   * To us alone, a hello says that their link is gone. To all, it is for those who have no link: not where one is open
   * and carries, nor where we answered their offer, nor where they answered ours. (Who was answered drops the other's
   * early offer: taking it would leave each with a link that the other has given up.)
   */
  function needsNoLink(peer: Peer): boolean {
    if (!peer.attempt) return false
    const { link, weOffered, isAnswered } = peer.attempt
    return link.isOpen() ? peer.recovery.isFine() : !weOffered || isAnswered
  }

  return {
    hello(peer: Peer, signal: Of<'hello'>) {
      const { offer, to } = signal
      context.log('hello-received', peer.name)
      if ((!to && needsNoLink(peer)) || !peer.standing.linkRate.take()) return
      // Where an offer of ours is under way and prevails, the peer takes ours, and would not look at our answer.
      const isTaken = isPending(peer.attempt) && prevails(peer)
      if (!offer || isTaken || links.hasEnded(peer, offer.linkId) || !isFirstMember()) {
        return links.offer(peer)
      }
      context.log('offer-received', peer.name)
      const link = links.answer(peer, offer.linkId, announcedBy(signal))
      void link?.acceptOffer(offer.sdp, offer.nonce)
      void link?.addCandidates(offer.candidates)
    },

    /** The first answer to our early offer has it. False where it answers something else. */
    earlyAnswer(signal: Of<'answer'>): boolean {
      const early = announcer.early(signal.linkId)
      if (!early || roster.peers.get(signal.from.peerId)?.attempt?.linkId === signal.linkId) return false
      const peer = roster.admit(signal.from, true)
      if (!peer) return true
      const { attempt } = peer
      // We offered this peer another one meanwhile, which it will take instead.
      if (attempt && (attempt.weOffered || attempt.link.isOpen())) return true
      // Each took the other's: the greater id prevails.
      if (attempt && !prevails(peer)) return true
      const claimed = early.claim(peer)
      if (claimed) acceptEarly(peer, signal, claimed)
      else if (peer.standing.linkRate.take()) links.offer(peer)
      return true
    },

    offer(peer: Peer, signal: Of<'offer'>) {
      const { linkId, nonce, sdp } = signal
      if (links.hasEnded(peer, linkId)) return
      if (peer.attempt?.linkId === linkId) {
        // The wish for a new path; an offer of a link that is not open yet would be a replay, and is dropped there.
        if (peer.standing.linkRate.take()) void peer.attempt.link.acceptRestart(sdp)
        return
      }
      context.log('offer-received', peer.name)
      // Both offered at once: the one with the greater id prevails, so both decide alike.
      const weAlsoOffer = peer.attempt?.weOffered === true && !peer.attempt.link.isOpen()
      if ((weAlsoOffer && prevails(peer)) || !peer.standing.linkRate.take()) return
      void links.answer(peer, linkId, announcedBy(signal))?.acceptOffer(sdp, nonce)
    },

    answer(peer: Peer, attempt: Attempt, signal: Of<'answer'>) {
      context.log('answer-received', peer.name)
      attempt.isAnswered = true
      // What the link speaks is settled by its first answer.
      attempt.owner.capabilities ??= announcedBy(signal)
      void attempt.link.acceptAnswer(signal.sdp, signal.nonce, signal.proof)
    },

    candidates(peer: Peer, attempt: Attempt, { candidates }: Of<'candidates'>) {
      context.log('candidates-received', peer.name, describeCandidates(candidates))
      void attempt.link.addCandidates(candidates)
    },
  }

  function acceptEarly(
    peer: Peer,
    signal: Of<'answer'>,
    {
      candidates,
      link,
      owner,
    }: NonNullable<ReturnType<NonNullable<ReturnType<Announcer['early']>>['claim']>>,
  ) {
    const { linkId } = signal
    links.discard(peer)
    owner.capabilities = announcedBy(signal)
    links.setAttempt(peer, { linkId, link, owner, weOffered: true, isAnswered: true }, false)
    for (const some of candidates) links.signalTo(peer, linkId, { type: 'candidates', candidates: some })
    context.log('answer-received', peer.name)
    void link.acceptAnswer(signal.sdp, signal.nonce, signal.proof)
  }
}
