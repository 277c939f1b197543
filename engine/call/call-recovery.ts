import type { Clock } from '../base/environment.ts'
import { limits } from '../base/limits.ts'
import type { Logger } from '../base/log.ts'
import { createRecovery } from '../session/recovery.ts'
import type { CallPeer } from './call-peer.ts'
import type { MediaAttempts } from './media-attempts.ts'

export interface CallRecoveryOptions {
  readonly clock: Clock
  readonly log: Logger
  readonly attempts: MediaAttempts
  /** Asks a peer that offers for a new link. */
  readonly requestRebuild: (peer: CallPeer) => void
  readonly onChange: () => void
}

/** How the media link of each peer of a call recovers: a new path, a new link, and in the end `unreachable`. */
export function createCallRecovery(options: CallRecoveryOptions) {
  const { attempts, clock, log, onChange } = options

  function rebuild(peer: CallPeer) {
    // What is said now would be lost; and the link there is may come back by itself.
    if (!peer.isReachable) return
    if (peer.weOffer) attempts.offer(peer)
    else {
      attempts.discard(peer)
      options.requestRebuild(peer)
    }
    onChange()
  }

  function giveUp(peer: CallPeer) {
    log.warn('peer-unreachable')
    attempts.discard(peer)
    peer.state = 'unreachable'
    onChange()
  }

  /** Its link doesn't carry and isn't worth a new path. */
  function lose(peer: CallPeer) {
    if (peer.state === 'connected') peer.state = 'reconnecting'
    peer.recovery.lost()
    onChange()
  }

  /** A link that was open doesn't carry: the first step of the ladder, when the peer can be told. */
  function suspect(peer: CallPeer) {
    if (!peer.attempt || peer.attempt.link.isConnected()) return
    log.info('link-suspected', { state: peer.state, isReachable: peer.isReachable })
    if (peer.state === 'connected') peer.state = 'reconnecting'
    if (peer.isReachable) {
      // One that never opened has nothing to restart.
      if (peer.state === 'connecting') peer.recovery.lost()
      else peer.recovery.suspect()
    }
    onChange()
  }

  return {
    rebuild,
    lose,

    /** The ladder of one peer. */
    ladderOf: (peer: () => CallPeer) =>
      createRecovery({
        clock,
        isRelayOpen: () => peer().isReachable,
        onRestart: () => void peer().attempt?.link.restart(),
        onRebuild: () => rebuild(peer()),
        // Also where it is in the room and says nothing of the call, which may pass.
        onUnreachable: () => giveUp(peer()),
      }),

    handleState(peer: CallPeer, state: RTCIceConnectionState) {
      if (state === 'connected' || state === 'completed') {
        peer.cancelGrace()
        peer.state = 'connected'
        peer.recovery.recovered()
        onChange()
      }
      if (state === 'failed') suspect(peer)
      if (state === 'disconnected') {
        peer.cancelGrace()
        peer.cancelGrace = clock.after(limits.disconnectedGraceMs, () => suspect(peer))
      }
    },

    /** The peer can be told again what it missed. */
    handleReachable(peer: CallPeer) {
      if (peer.attempt?.link.isConnected()) return
      if (peer.recovery.isFine()) suspect(peer)
      else peer.recovery.relayOpened()
      if (!peer.attempt && peer.recovery.isFine()) peer.recovery.lost()
    },
  }
}
