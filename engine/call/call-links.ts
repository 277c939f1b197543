import type { Environment } from '../base/environment.ts'
import { problemOf, type Problem } from '../base/problem.ts'
import { createRecovery, type Recovery } from '../session/recovery.ts'
import type { PeerView, RoomView } from '../view.ts'
import type { CallSignal, CallSignalBody, Voice } from './protocol.ts'
import { limits } from '../base/limits.ts'
import type { CallPeerView } from './call-view.ts'
import { createInboundAudioMonitor, type InboundAudioMonitor } from './inbound-audio-monitor.ts'
import type { OpusShaping } from './opus.ts'
import { createMediaLink, type MediaLink, type MediaSignal, type Slot, type Tracks } from './media-link.ts'

export interface CallLinksOptions {
  readonly environment: Environment
  readonly ownId: string
  /** What all links send now. */
  readonly tracks: () => Tracks
  readonly shaping: OpusShaping
  readonly send: (peerId: string, signal: CallSignalBody) => void
  readonly onTrack: (peerId: string, slot: Slot, track: MediaStreamTrack) => void
  /** A peer's sound is gone: it left, or its link is built anew. */
  readonly onGone: (peerId: string) => void
  /** Somebody came into the call, or left it. */
  readonly onCome: (peerId: string) => void
  readonly onLeave: (peerId: string) => void
  readonly onChange: () => void
  readonly onProblem: (problem: Problem) => void
  /** There is no place for us. */
  readonly onFull: (max: number) => void
  readonly onMalformed: (peerId: string) => void
}

export interface CallPeer {
  readonly peerId: string
  readonly visit: string
  name: string
  voice: Voice
  state: CallPeerView['state']
  /** Whether anything can be said to it now. */
  isReachable: boolean
  attempt?: { readonly id: string; readonly link: MediaLink; readonly monitor: InboundAudioMonitor }
  readonly recovery: Recovery
  /** Links that carried nothing, in a row. */
  silentLinks: number
  cancelGrace: () => void
}

/** A media link to each other member of a call: who offers, what is stale, and how it is mended. */
export function createCallLinks(options: CallLinksOptions) {
  const { environment, ownId } = options
  const { clock } = environment
  const peers = new Map<string, CallPeer>()
  let isClosed = false

  /** Of two, the one with the greater id offers, so that there are never two first offers at once. */
  const isOfferer = (peer: CallPeer) => ownId > peer.peerId

  function add(view: PeerView, visit: string, voice: Voice): CallPeer {
    const peer: CallPeer = {
      peerId: view.peerId,
      visit,
      name: view.name,
      voice,
      state: 'connecting',
      isReachable: view.state === 'connected',
      silentLinks: 0,
      cancelGrace: () => {},
      recovery: createRecovery({
        clock,
        isRelayOpen: () => peer.isReachable,
        onRestart: () => void peer.attempt?.link.restart(),
        onRebuild: () => rebuild(peer),
        onUnreachable: () => giveUp(peer),
        // It is in the room, and says nothing of the call.
        onGone: () => giveUp(peer),
      }),
    }
    peers.set(peer.peerId, peer)
    options.onCome(peer.peerId)
    if (isOfferer(peer)) startOffer(peer)
    // Should its offer not come, it is asked for one.
    else peer.cancelGrace = clock.after(limits.callOfferWaitMs, () => peer.attempt ?? peer.recovery.lost())
    return peer
  }

  function remove(peer: CallPeer) {
    peer.recovery.stop()
    discard(peer)
    peers.delete(peer.peerId)
    options.onLeave(peer.peerId)
  }

  function discard(peer: CallPeer) {
    peer.cancelGrace()
    peer.attempt?.monitor.stop()
    peer.attempt?.link.close()
    if (peer.attempt) options.onGone(peer.peerId)
    delete peer.attempt
  }

  /** Begins a link instead of the one before; nothing where the browser refuses another connection. */
  function start(peer: CallPeer, id: string): MediaLink | undefined {
    discard(peer)
    let connection: RTCPeerConnection
    try {
      connection = environment.createPeerConnection()
    } catch (error) {
      options.onProblem(problemOf(error))
      return undefined
    }
    const isCurrent = () => peer.attempt?.link === link
    const link = createMediaLink({
      connection,
      clock,
      log: environment.log.logger('media-link'),
      isPolite: !isOfferer(peer),
      tracks: options.tracks(),
      shaping: options.shaping,
      signal: (body: MediaSignal) => isCurrent() && options.send(peer.peerId, { ...body, link: id }),
      onTrack: (slot, track) => isCurrent() && options.onTrack(peer.peerId, slot, track),
      onState: (state) => isCurrent() && handleState(peer, state),
      onTimeout: () => isCurrent() && lose(peer),
      onMalformed: () => options.onMalformed(peer.peerId),
    })
    const monitor = createInboundAudioMonitor({
      clock,
      link,
      isHealthy: () => link.isConnected() && peer.isReachable,
      silenceMs: () => limits.callSilenceMs * 2 ** Math.min(peer.silentLinks, 4),
      report: (sent, received) =>
        options.send(peer.peerId, { type: 'call-report', link: id, sent, received }),
      onSilent() {
        peer.silentLinks += 1
        lose(peer)
      },
      onHeard: () => (peer.silentLinks = 0),
      onQuality: options.onChange,
    })
    peer.attempt = { id, link, monitor }
    peer.recovery.linking({ isOffered: false })
    return link
  }

  function startOffer(peer: CallPeer) {
    void start(peer, environment.randomId())?.offer()
  }

  function rebuild(peer: CallPeer) {
    // What is said now would be lost; and the link there is may come back by itself.
    if (!peer.isReachable) return
    if (isOfferer(peer)) startOffer(peer)
    else {
      discard(peer)
      options.send(peer.peerId, { type: 'call-rebuild' })
    }
    options.onChange()
  }

  function giveUp(peer: CallPeer) {
    discard(peer)
    peer.state = 'unreachable'
    options.onChange()
  }

  /** Its link does not carry and is not worth mending. */
  function lose(peer: CallPeer) {
    if (peer.state === 'connected') peer.state = 'reconnecting'
    peer.recovery.lost()
    options.onChange()
  }

  function handleState(peer: CallPeer, state: RTCIceConnectionState) {
    if (state === 'connected' || state === 'completed') {
      peer.cancelGrace()
      peer.state = 'connected'
      peer.recovery.recovered()
      options.onChange()
    }
    if (state === 'failed') suspect(peer)
    if (state === 'disconnected') {
      peer.cancelGrace()
      peer.cancelGrace = clock.after(limits.disconnectedGraceMs, () => suspect(peer))
    }
  }

  /** A link that was open does not carry: the first step of the ladder, when the peer can be told. */
  function suspect(peer: CallPeer) {
    if (!peer.attempt || peer.attempt.link.isConnected()) return
    if (peer.state === 'connected') peer.state = 'reconnecting'
    if (peer.isReachable) {
      // One that never opened has nothing to restart.
      if (peer.state === 'connecting') peer.recovery.lost()
      else peer.recovery.suspect()
    }
    options.onChange()
  }

  /** The peer can be told again what it rejoinQueue. */
  function handleReachable(peer: CallPeer) {
    if (peer.attempt?.link.isConnected()) return
    if (peer.recovery.isFine()) suspect(peer)
    else peer.recovery.relayOpened()
    if (!peer.attempt && peer.recovery.isFine()) peer.recovery.lost()
  }

  function handleOffer(peer: CallPeer, { link: id, sdp }: Extract<CallSignal, { type: 'call-offer' }>) {
    if (peer.attempt?.id === id) return void peer.attempt.link.acceptOffer(sdp)
    // A new link comes from the one who offers; anything else is none of ours.
    if (!isOfferer(peer)) void start(peer, id)?.acceptOffer(sdp)
  }

  return {
    peers: peers as ReadonlyMap<string, CallPeer>,

    /** Who is in the call now, and who of them can be told anything. */
    update(room: RoomView) {
      if (isClosed) return
      const members = new Map(room.peers.flatMap((peer) => (peer.call ? [[peer.peerId, peer]] : [])))
      for (const peer of [...peers.values()]) {
        if (members.get(peer.peerId)?.call?.visit !== peer.visit) remove(peer)
      }
      for (const view of members.values()) {
        if (!view.call) continue
        const known = peers.get(view.peerId)
        if (!known) {
          if (peers.size < limits.maxCallVoices - 1) add(view, view.call.visit, view.call.voice)
          else options.send(view.peerId, { type: 'call-full', max: limits.maxCallVoices })
          continue
        }
        const wasReachable = known.isReachable
        known.name = view.name
        known.voice = view.call.voice
        known.isReachable = view.state === 'connected'
        if (known.isReachable && !wasReachable) handleReachable(known)
      }
    },

    handleSignal(peerId: string, signal: CallSignal) {
      const peer = peers.get(peerId)
      if (isClosed || !peer || signal.from !== peer.visit) return
      peer.recovery.heardThroughRelay()
      switch (signal.type) {
        case 'call-offer':
          return handleOffer(peer, signal)
        case 'call-rebuild':
          if (isOfferer(peer)) startOffer(peer)
          return
        case 'call-full':
          // Believed where we see it, too: otherwise one member could end a call for all.
          if (!peer.attempt?.link.isConnected() && peers.size >= limits.maxCallVoices - 1) {
            options.onFull(signal.max)
          }
          return
        default: {
          const { attempt } = peer
          if (attempt?.id !== signal.link) return
          if (signal.type === 'call-answer') void attempt.link.acceptAnswer(signal.sdp)
          if (signal.type === 'call-candidates') void attempt.link.addCandidates(signal.candidates)
          if (signal.type === 'call-report') attempt.monitor.handleReport(signal)
        }
      }
    },

    /** All links send this from now on. */
    async setTrack(slot: Slot, track: MediaStreamTrack | null): Promise<void> {
      const links = [...peers.values()].flatMap((peer) => peer.attempt?.link ?? [])
      await Promise.all(links.map((link) => link.setTrack(slot, track)))
    },

    /** Negotiates anew what the encoders do, where it is ours to say. */
    renegotiate() {
      for (const { attempt } of peers.values()) void attempt?.link.offer()
    },

    close() {
      isClosed = true
      for (const peer of peers.values()) {
        peer.recovery.stop()
        discard(peer)
      }
      peers.clear()
    },
  }
}

export type CallLinks = ReturnType<typeof createCallLinks>
