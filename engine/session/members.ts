import type { ProvedPerson } from '../identity/people.ts'
import type { OuterSignal, Recipient, Signal } from '../wire/signal.ts'
import { createAnnouncer } from './announcer.ts'
import { createConnector } from './connector.ts'
import type { SessionContext } from './context.ts'
import { createDispatch } from './dispatch.ts'
import { createIncompatiblePeers } from './incompatible-peers.ts'
import { createLinks } from './links.ts'
import { createPeerRecovery } from './peer-recovery.ts'
import type { RegisteredFeature } from './registered-feature.ts'
import { createRoster } from './roster.ts'
import { createServerRetry } from './server-retry.ts'
import type { SessionPeerView } from './session-view.ts'
import { createVisitProbe } from './visit-probe.ts'

export interface MembersOptions extends SessionContext {
  readonly features: readonly RegisteredFeature[]
  /** A peer's link is open, and it has proved who it is, whatever features it has. */
  readonly onProved: (person: ProvedPerson) => void
}

export interface Members {
  /** Those who are in sight. */
  readonly view: () => SessionPeerView[]
  /** Whether nobody at all is known to be there. */
  readonly isAlone: () => boolean
  /** Whether this visit is one of the members'. */
  readonly isMember: (visit: Recipient) => boolean
  /** Makes an offer for the announcement, while the relay is being reached. */
  prepare(): void
  /** Says to the room that we are here, now and again from time to time; members who have no link to us offer one. */
  announce(): Promise<void>
  handleSignal(outer: OuterSignal, signal?: Signal): void
  /** Something that a peer said could not be read by the part that it was for. */
  countMalformed(peerId: string): void
  /** There are other servers to find a path with. */
  serversChanged(): void
  /** Another try at a peer who could not be reached. */
  tryPeerNow(peerId: string): void
  /** Says goodbye to everybody. */
  close(): void
}

/** The other members of a room: puts together who they are, how links come about and recover, and what is said there. */
export function createMembers(options: MembersOptions): Members {
  const context: SessionContext = { ...options, onChange: handleChange }
  const recovery = createPeerRecovery(context, {
    links: () => links,
    roster: () => roster,
    onOpen(peer, theirs) {
      const { name, peerId, publicKey } = peer
      options.onProved({ peerId, publicKey, name })
      dispatch.open(peer, theirs)
    },
  })
  const dispatch = createDispatch(context, {
    features: options.features,
    onPing: (peer, n) => links.sendControl(peer, { type: 'pong', n }),
    onBye: (peer) => recovery.handleEnd(peer, 'left'),
    onTooManyMalformed: (peer) => peer.attempt && recovery.handleEnd(peer, 'malformed'),
  })
  const servers = createServerRetry(context, () => roster.peers.values())
  const links = createLinks(context, {
    onBegun: servers.noteBegun,
    onOpen: recovery.handleOpen,
    onEnd: recovery.handleEnd,
    onData: dispatch.read,
    onIceState: recovery.handleIceState,
  })
  const roster = createRoster(context, {
    startRecovery: recovery.start,
    discardLink: links.discard,
    onOtherVisit: createVisitProbe(context, () => roster),
  })
  const incompatible = createIncompatiblePeers(context)
  const announcer = createAnnouncer(context, roster, links)
  const connector = createConnector(context, { roster, links, announcer, incompatible })
  let closed = false

  function view(): SessionPeerView[] {
    const listed = roster.view()
    const others = incompatible.view().filter(({ peerId }) => !listed.some((peer) => peer.peerId === peerId))
    return [...listed, ...others]
  }

  function handleChange() {
    if (closed) return
    dispatch.handlePeers(view())
    options.onChange()
  }

  return {
    view,
    isAlone: () => roster.peers.size === 0,
    isMember: roster.isPresent,
    prepare: announcer.prepare,
    announce() {
      for (const peer of roster.peers.values()) peer.recovery.relayOpened()
      return announcer.announce()
    },
    handleSignal(outer, signal) {
      if (!closed) connector.handleSignal(outer, signal)
    },
    countMalformed(peerId) {
      const peer = roster.peers.get(peerId)
      if (peer) dispatch.countMalformed(peer)
    },
    serversChanged: servers.serversChanged,
    tryPeerNow(peerId) {
      const peer = roster.peers.get(peerId)
      if (peer?.state !== 'unreachable') return
      peer.state = 'reconnecting'
      peer.recovery.tryNow()
    },
    close() {
      dispatch.close()
      closed = true
      servers.stop()
      announcer.close()
      incompatible.close()
      for (const peer of roster.peers.values()) links.leave(peer)
      roster.clear()
    },
  }
}
