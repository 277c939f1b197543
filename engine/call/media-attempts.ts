import { limits } from '../base/limits.ts'
import { problemOf } from '../base/problem.ts'
import type { CallLinksOptions } from './call-links-options.ts'
import type { CallPeer } from './call-peer.ts'
import { createInboundAudioMonitor } from './inbound-audio-monitor.ts'
import { createMediaLink, type MediaLink } from './media-link.ts'

export interface MediaAttemptEvents {
  readonly onState: (peer: CallPeer, state: RTCIceConnectionState) => void
  /** It didn't come about, or carries nothing although the connection says that all is well. */
  readonly onLost: (peer: CallPeer) => void
}

/** Begins and ends the media links of a call's peers, one for each at a time. */
export function createMediaAttempts(options: CallLinksOptions, events: MediaAttemptEvents) {
  const { environment } = options
  const { clock } = environment

  function discard(peer: CallPeer) {
    peer.cancelGrace()
    if (!peer.attempt) return
    peer.attempt.monitor.stop()
    peer.attempt.link.close()
    options.onGone(peer.peerId)
    delete peer.attempt
  }

  /** Nothing where the browser refuses another connection. */
  function createConnection(): RTCPeerConnection | undefined {
    try {
      return environment.createPeerConnection()
    } catch (error) {
      options.onProblem(problemOf(error))
      return undefined
    }
  }

  function createLink(peer: CallPeer, id: string, connection: RTCPeerConnection): MediaLink {
    const isCurrent = () => peer.attempt?.link === link
    const link = createMediaLink({
      connection,
      clock,
      log: environment.log.logger('media-link'),
      isPolite: !peer.weOffer,
      tracks: options.tracks(),
      shaping: options.shaping,
      signal: (body) => isCurrent() && options.send(peer.peerId, { ...body, link: id }),
      onTrack: (slot, track) => isCurrent() && options.onTrack(peer.peerId, slot, track),
      onState: (state) => isCurrent() && events.onState(peer, state),
      onTimeout: () => isCurrent() && events.onLost(peer),
      onMalformed: () => options.onMalformed(peer.peerId),
    })
    return link
  }

  function watch(peer: CallPeer, id: string, link: MediaLink) {
    return createInboundAudioMonitor({
      clock,
      link,
      isHealthy: () => link.isConnected() && peer.isReachable,
      silenceMs: () => limits.callSilenceMs * 2 ** Math.min(peer.silentLinks, 4),
      report: (sent, received) =>
        options.send(peer.peerId, { type: 'call-report', link: id, sent, received }),
      onSilent() {
        peer.silentLinks += 1
        environment.log.logger('call').warn('link-silent', { links: peer.silentLinks })
        events.onLost(peer)
      },
      onHeard: () => (peer.silentLinks = 0),
      onQuality: options.onChange,
    })
  }

  /** Begins a link instead of the one before; undefined where that is impossible. */
  function start(peer: CallPeer, id: string): MediaLink | undefined {
    discard(peer)
    const connection = createConnection()
    if (!connection) return undefined
    const link = createLink(peer, id, connection)
    peer.attempt = { id, link, monitor: watch(peer, id, link) }
    peer.recovery.linking({ isOffered: false })
    return link
  }

  return {
    discard,
    start,
    offer: (peer: CallPeer) => void start(peer, environment.randomId())?.offer(),
  }
}

export type MediaAttempts = ReturnType<typeof createMediaAttempts>
