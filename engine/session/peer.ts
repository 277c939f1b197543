import type { Link } from '../rtc/link.ts'
import type { LinkPath } from '../rtc/path.ts'
import { commonFeatures, type Capabilities } from '../wire/capabilities.ts'
import { cleanPeerName } from '../wire/names.ts'
import type { Recipient, Sender } from '../wire/signal.ts'
import type { FeatureLink } from './registered-feature.ts'
import type { Heartbeat } from './heartbeat.ts'
import type { Recovery } from './recovery.ts'
import type { PeerState, SessionPeerView } from './session-view.ts'
import type { Standing } from './standing.ts'

/** Whose a link is, and what that peer announced with its description; both may be found out later. */
export interface LinkOwner {
  peer?: Peer
  capabilities?: Capabilities
}

/** One link that is being made, or open. */
export interface Attempt {
  readonly linkId: string
  readonly link: Link
  readonly owner: LinkOwner
  readonly weOffered: boolean
  /** The peer answered what we offered. */
  isAnswered: boolean
}

/** What a session knows of one other member of the room. */
export interface Peer {
  readonly peerId: string
  readonly publicKey: string
  visitId: string
  name: string
  state: PeerState
  /**
   * Whether something of its present visit named ours, or its link opened: until then it may be a recording that is
   * played again, is shown to nobody and takes nobody's place.
   */
  isListed: boolean
  attempt?: Attempt
  heartbeat?: Heartbeat
  /** The features that both speak, on the link that is open. */
  readonly features: Map<string, FeatureLink>
  /** How its open link gets here, once that is known. */
  path?: LinkPath
  /** What mends its link. */
  readonly recovery: Recovery
  readonly standing: Standing
  /** Another visit that says to be it, while its open link is being asked. */
  otherVisit?: { readonly from: Sender; readonly namesUs: boolean }
  /** Ends the wait for a path that may come back by itself, or for being forgotten. */
  cancelGrace: () => void
}

export function createPeer(
  from: Sender,
  standing: Standing,
  startRecovery: (peer: () => Peer) => Recovery,
): Peer {
  const known: Omit<Peer, 'recovery'> = {
    peerId: from.peerId,
    publicKey: from.publicKey,
    visitId: from.visitId,
    name: cleanPeerName(from.name),
    state: 'connecting',
    isListed: false,
    features: new Map(),
    standing,
    cancelGrace: () => {},
  }
  // One object all along: what mends it changes it.
  const peer: Peer = Object.assign(known, { recovery: startRecovery(() => peer) })
  return peer
}

export function addressOf({ peerId, visitId }: Sender | Peer): Recipient {
  return { peerId, visitId }
}

/** Whether its link is open and carries. */
export const isLinked = (peer: Peer) => peer.attempt?.link.isOpen() === true && peer.recovery.isFine()

/** Whether it has one of the room's places. */
export const hasPlace = ({ isListed, state }: Peer) => isListed && state !== 'unauthenticated'

/** A peer as it is shown. `ours` is what we announced. */
export function viewOfPeer(
  { attempt, name, path, peerId, state }: Peer,
  ours: Capabilities,
): SessionPeerView {
  const theirs = attempt?.link.isOpen() === true ? attempt.owner.capabilities : undefined
  return {
    peerId,
    name,
    state,
    ...(theirs && { features: commonFeatures(ours, theirs) }),
    ...(theirs && path && { path }),
  }
}
