import type { Clock } from '../base/environment.ts'
import type { PeerView } from '../view.ts'
import { limits } from '../base/limits.ts'
import { cleanPeerName } from '../wire/names.ts'
import type { Recipient, Sender } from '../wire/signal.ts'
import type { Recovery } from './recovery.ts'
import type { Heartbeat } from './heartbeat.ts'
import type { Link } from '../rtc/link.ts'
import { createRateLimit, type RateLimit } from '../base/rate-limit.ts'

/** What a mesh knows of one other member of the room. */
export interface Peer {
  readonly peerId: string
  readonly publicKey: string
  visitId: string
  name: string
  state: PeerView['state']
  attempt?: { readonly linkId: string; readonly link: Link; readonly weOffered: boolean }
  heartbeat?: Heartbeat
  /** What mends its link. */
  readonly recovery: Recovery
  /** What it sent and could not be read, and of that what was said in somebody's name; since its link opened. */
  malformed: number
  forged: number
  /** Of new links at the peer's wish: each costs a connection, of which a page has only so many. */
  readonly linkRate: RateLimit
  /** Another visit that says to be it, while its open link is being asked. */
  otherVisit?: Sender
  /** Ends the wait for a path that may come back by itself. */
  cancelGrace: () => void
}

export function createPeer(from: Sender, clock: Clock, startRecovery: (peer: () => Peer) => Recovery): Peer {
  const known: Omit<Peer, 'recovery'> = {
    peerId: from.peerId,
    publicKey: from.publicKey,
    visitId: from.visitId,
    name: cleanPeerName(from.name),
    state: 'connecting',
    malformed: 0,
    forged: 0,
    linkRate: createRateLimit({ clock, burst: limits.maxLinkBurst, refillMs: limits.linkRefillMs }),
    cancelGrace: () => {},
  }
  // One object all along: what heals it changes it.
  const peer: Peer = Object.assign(known, { recovery: startRecovery(() => peer) })
  return peer
}

export function addressOf({ peerId, visitId }: Sender | Peer): Recipient {
  return { peerId, visitId }
}
