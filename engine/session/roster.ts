import { limits } from '../base/limits.ts'
import { cleanPeerName } from '../wire/names.ts'
import type { Recipient, Sender } from '../wire/signal.ts'
import type { SessionContext } from './context.ts'
import { addressOf, createPeer, hasPlace, isLinked, viewOfPeer, type Peer } from './peer.ts'
import type { Recovery } from './recovery.ts'
import type { SessionPeerView } from './session-view.ts'
import { createStandings } from './standing.ts'
import { createVisits } from './visits.ts'

export interface RosterOptions {
  readonly startRecovery: (peer: () => Peer) => Recovery
  /** Ends a peer's link: its visit is over, or it is no longer in the room. */
  readonly discardLink: (peer: Peer) => void
  /** Somebody signs as another visit of a peer, and that is no reason yet to give up the present one. */
  readonly onOtherVisit: (peer: Peer, from: Sender, namesUs: boolean) => void
}

/**
 * Who is in the room, and on which visit. A peer is known from its first signal on, and listed once something of its
 * present visit named ours: before that it may be a recording. Those who are not listed are few, and take no place.
 */
export function createRoster(context: SessionContext, options: RosterOptions) {
  const { clock } = context.environment
  const peers = new Map<string, Peer>()
  const standings = createStandings(clock)
  const visits = createVisits(clock)

  const isFull = () => [...peers.values()].filter(hasPlace).length >= limits.maxRoomMembers - 1
  const sayFull = (to: Sender | Peer) => context.signal({ type: 'full', to: addressOf(to) })

  function remove(peer: Peer) {
    peer.recovery.stop()
    options.discardLink(peer)
    if (!peers.delete(peer.peerId) || !peer.isListed) return
    context.log('peer-left', peer.name)
    context.onChange()
  }

  function add(from: Sender, namesUs: boolean): Peer | undefined {
    if (isFull()) {
      sayFull(from)
      return undefined
    }
    const peer = createPeer(from, standings.of(from.publicKey), options.startRecovery)
    peer.isListed = namesUs
    peers.set(peer.peerId, peer)
    const unlisted = [...peers.values()].filter(({ isListed }) => !isListed)
    for (const oldest of unlisted.slice(0, -limits.maxUnlistedPeers)) remove(oldest)
    return peer
  }

  /** A peer that is known says something; undefined where it is not to be heeded now. */
  function readmit(known: Peer, from: Sender, namesUs: boolean): Peer | undefined {
    if (known.visitId !== from.visitId) {
      // What doesn't name us may be played again, and takes no peer's place; nor does anything while the link carries.
      if (isLinked(known) || (hasPlace(known) && !namesUs)) {
        options.onOtherVisit(known, from, namesUs)
        return undefined
      }
      changeVisit(known, from, namesUs)
    }
    // Of a peer that we are linked with we know the name that was proved.
    if (isLinked(known)) return known
    if (known.state === 'unauthenticated') {
      known.cancelGrace()
      known.state = 'connecting'
      // It had no place, and has to find one.
      known.isListed = false
    }
    // What we know of somebody was judged with the name that the link opened with.
    if (known.attempt?.link.isOpen() !== true) known.name = cleanPeerName(from.name)
    return list(known, namesUs) ? known : undefined
  }

  /** The same person came back: what belonged to the earlier visit is over. */
  function changeVisit(peer: Peer, from: Sender, namesUs: boolean) {
    options.discardLink(peer)
    peer.visitId = from.visitId
    peer.name = cleanPeerName(from.name)
    peer.isListed = namesUs
    if (namesUs) peer.recovery.heardThroughRelay()
    context.onChange()
  }

  /** Something of its present visit named ours. False where there is no place left. */
  function list(peer: Peer, namesUs: boolean): boolean {
    if (!namesUs || peer.isListed) return true
    if (isFull()) {
      sayFull(peer)
      remove(peer)
      return false
    }
    peer.isListed = true
    context.onChange()
    return true
  }

  /** Those who could not be verified are shown for a while, and not more than some. */
  function forgetUnauthenticated(peer: Peer) {
    peer.cancelGrace = clock.after(limits.unauthenticatedShownMs, () => remove(peer))
    const unauthenticated = [...peers.values()].filter(({ state }) => state === 'unauthenticated')
    for (const oldest of unauthenticated.slice(0, -limits.maxUnauthenticatedPeers)) remove(oldest)
  }

  return {
    peers,
    view: (): SessionPeerView[] =>
      [...peers.values()]
        .filter(({ isListed }) => isListed)
        .map((peer) => viewOfPeer(peer, context.capabilities)),
    /** Whether it is somebody's present visit. */
    isPresent: ({ peerId, visitId }: Recipient) => peers.get(peerId)?.visitId === visitId,

    /** The peer of a signal, made where it is new; undefined where the room is full, or its visit is over. */
    admit(from: Sender, namesUs: boolean): Peer | undefined {
      if (visits.isOver(from)) return undefined
      const known = peers.get(from.peerId)
      return known ? readmit(known, from, namesUs) : add(from, namesUs)
    },

    list,
    changeVisit,
    remove,
    endVisit: (peer: Peer) => visits.end(peer),

    /** Its proof did not hold: it is shown as such for a while, and its visit has to wait. */
    markUnauthenticated(peer: Peer) {
      visits.fail(peer)
      peer.isListed = true
      peer.recovery.stop()
      peer.state = 'unauthenticated'
      forgetUnauthenticated(peer)
    },

    clear() {
      for (const peer of peers.values()) {
        peer.recovery.stop()
        peer.cancelGrace()
      }
      peers.clear()
    },
  }
}

export type Roster = ReturnType<typeof createRoster>
