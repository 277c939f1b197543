import { limits } from '../base/limits.ts'
import type { LinkEnd } from '../rtc/link.ts'
import type { Capabilities } from '../wire/capabilities.ts'
import type { SessionContext } from './context.ts'
import { createHeartbeat } from './heartbeat.ts'
import type { Links } from './links.ts'
import { addressOf, type Peer } from './peer.ts'
import { createRecovery } from './recovery.ts'
import type { Roster } from './roster.ts'

export interface PeerRecoveryOptions {
  readonly links: () => Pick<Links, 'discard' | 'sendControl'>
  readonly roster: () => Pick<Roster, 'admit' | 'remove' | 'endVisit' | 'markUnauthenticated'>
  /** A peer's link is open, and it has proved who it is. */
  readonly onOpen: (peer: Peer, theirs: Capabilities) => void
}

/** Watches the links of peers and does what each step of the recovery ladder says (recovery.ts). */
export function createPeerRecovery(context: SessionContext, options: PeerRecoveryOptions) {
  const { clock } = context.environment
  const steps = createSteps(context, options)

  /** An open link that does not carry: the first step of the ladder. */
  function suspect(peer: Peer, why: string) {
    if (!peer.recovery.isFine()) return
    context.log('link-silent', peer.name, why)
    peer.state = 'reconnecting'
    peer.heartbeat?.doubt()
    context.onTrouble()
    peer.recovery.suspect()
    context.onChange()
  }

  function handleHeard(peer: Peer) {
    if (peer.attempt?.link.isOpen() !== true) return
    peer.state = 'connected'
    peer.recovery.recovered()
    context.log('link-recovered', peer.name)
    context.onChange()
  }

  return {
    start: (peer: () => Peer) =>
      createRecovery({
        clock,
        isRelayOpen: context.isRelayOpen,
        onRestart: () => steps.restart(peer()),
        onRebuild: () => steps.rebuild(peer()),
        onUnreachable: () => steps.giveUp(peer()),
        onGone() {
          // Or it is us who are gone: an open socket to the relay may be a dead one.
          context.onTrouble()
          options.roster().remove(peer())
        },
      }),

    handleOpen(peer: Peer, theirs: Capabilities) {
      peer.state = 'connected'
      peer.isListed = true
      peer.recovery.recovered()
      peer.heartbeat = createHeartbeat({
        clock,
        send: (message) => options.links().sendControl(peer, message),
        onSilent: () => suspect(peer, 'silent'),
        onHeard: () => handleHeard(peer),
      })
      context.log('channel-open', peer.name)
      context.onChange()
      options.onOpen(peer, theirs)
    },

    handleIceState(peer: Peer, state: RTCIceConnectionState) {
      context.log('ice-state', peer.name, state)
      peer.cancelGrace()
      if (peer.attempt?.link.isOpen() !== true) return
      if (state === 'failed') suspect(peer, state)
      // It may come back by itself.
      if (state === 'disconnected')
        peer.cancelGrace = clock.after(limits.disconnectedGraceMs, () => suspect(peer, state))
      // A pong on the new path says that it carries.
      if (state === 'connected') peer.heartbeat?.ping()
    },

    handleEnd(peer: Peer, end: LinkEnd) {
      options.links().discard(peer)
      steps.end(peer, end)
      context.onChange()
    },
  }
}

export type PeerRecovery = ReturnType<typeof createPeerRecovery>

/** What is done to a peer's link, one function for each step of the ladder and for the ways that a link ends. */
function createSteps(context: SessionContext, { links, roster }: PeerRecoveryOptions) {
  /** The link ended, and another is worth a try. */
  function retry(peer: Peer) {
    if (peer.state === 'connected') peer.state = 'reconnecting'
    // Also where it never opened: what was to make it may have gone into a dead socket.
    context.onTrouble()
    peer.recovery.lost()
  }

  function leave(peer: Peer) {
    const { otherVisit } = peer
    roster().endVisit(peer)
    roster().remove(peer)
    // Its next visit was faster than the goodbye of this one.
    if (otherVisit) roster().admit(otherVisit.from, otherVisit.namesUs)?.recovery.lost()
  }

  return {
    restart(peer: Peer) {
      context.log('ice-restart', peer.name)
      void peer.attempt?.link.restart()
    },

    rebuild(peer: Peer) {
      // Nobody can be asked for another, and this one may yet come back: browsers try for half a minute.
      if (!context.isRelayOpen() && peer.attempt?.link.isOpen() === true) return
      links().discard(peer)
      context.log('hello-sent', peer.name)
      context.signal({ type: 'hello', to: addressOf(peer) })
      context.onTrouble()
      context.onChange()
    },

    giveUp(peer: Peer) {
      links().discard(peer)
      peer.state = 'unreachable'
      context.log('peer-unreachable', peer.name)
      context.onProblem({ kind: 'peer-unreachable', peerName: peer.name })
      context.onChange()
    },

    end(peer: Peer, end: LinkEnd) {
      if (end === 'left') return leave(peer)
      context.log('link-ended', peer.name, end)
      if (end === 'malformed') roster().remove(peer)
      else if (end === 'unauthenticated') {
        roster().markUnauthenticated(peer)
        context.onProblem({ kind: 'peer-unauthenticated', peerName: peer.name })
      } else retry(peer)
    },
  }
}
