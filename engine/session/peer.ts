import type { Clock } from '../environment.ts'
import type { PeerView } from '../view.ts'
import { limits } from '../wire/limits.ts'
import { cleanPeerName } from '../wire/names.ts'
import type { Recipient, Sender } from '../wire/signal.ts'
import type { Healing } from './healing.ts'
import type { Heartbeat } from './heartbeat.ts'
import type { Link } from './link.ts'
import { createRateLimit, type RateLimit } from './rate-limit.ts'

/** What a mesh knows of one other member of the room. */
export interface Peer {
  readonly peerId: string
  readonly publicKey: string
  instanceId: string
  name: string
  state: PeerView['state']
  attempt?: { readonly sessionId: string; readonly link: Link; readonly weOffered: boolean }
  heartbeat?: Heartbeat
  /** What mends its link. */
  readonly healing: Healing
  /** What it sent and could not be read, and of that what was said in somebody's name; since its link opened. */
  rubbish: number
  forged: number
  /** Of new links at the peer's wish: each costs a connection, of which a page has only so many. */
  readonly linkRate: RateLimit
  /** Another visit that says to be it, while its open link is being asked. */
  otherVisit?: Sender
  /** Ends the wait for a path that may come back by itself. */
  cancelGrace: () => void
}

export function createPeer(from: Sender, clock: Clock, heal: (peer: () => Peer) => Healing): Peer {
  const known: Omit<Peer, 'healing'> = {
    peerId: from.peerId,
    publicKey: from.publicKey,
    instanceId: from.instanceId,
    name: cleanPeerName(from.name),
    state: 'connecting',
    rubbish: 0,
    forged: 0,
    linkRate: createRateLimit({ clock, burst: limits.maxLinkBurst, refillMs: limits.linkRefillMs }),
    cancelGrace: () => {},
  }
  // One object all along: what heals it changes it.
  const peer: Peer = Object.assign(known, { healing: heal(() => peer) })
  return peer
}

export function addressOf({ peerId, instanceId }: Sender | Peer): Recipient {
  return { peerId, instanceId }
}
