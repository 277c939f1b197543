import { limits } from '../base/limits.ts'
import type { CallLinksOptions } from './call-links-options.ts'
import type { CallPeer } from './call-peer.ts'
import { createCallRecovery } from './call-recovery.ts'
import type { CallRoom, CallRoomPeer } from './call-room.ts'
import { createMediaAttempts } from './media-attempts.ts'
import type { Slot } from './media-link.ts'
import type { CallState } from './call-state.ts'
import type { CallSignal } from './protocol.ts'

/** A media link to each other member of a call: who is in it, who offers, and which signals are stale. */
export function createCallLinks(options: CallLinksOptions) {
  const { environment, ownId } = options
  const { clock } = environment
  const peers = new Map<string, CallPeer>()
  let isClosed = false

  const attempts = createMediaAttempts(options, {
    onState: (peer, state) => recovery.handleState(peer, state),
    onLost: (peer) => recovery.lose(peer),
  })
  const recovery = createCallRecovery({
    clock,
    log: environment.log.logger('call'),
    attempts,
    requestRebuild: ({ peerId }) => options.send(peerId, { type: 'call-rebuild' }),
    onChange: options.onChange,
  })

  function add({ name, peerId, state }: CallRoomPeer, { microphone, visit }: CallState) {
    const peer: CallPeer = {
      peerId,
      visit,
      weOffer: ownId > peerId,
      name,
      microphone,
      state: 'connecting',
      isReachable: state === 'connected',
      silentLinks: 0,
      cancelGrace: () => {},
      recovery: recovery.ladderOf(() => peer),
    }
    peers.set(peerId, peer)
    options.onCome(peerId)
    if (peer.weOffer) attempts.offer(peer)
    // Should its offer not come, it is asked for one.
    else peer.cancelGrace = clock.after(limits.callOfferWaitMs, () => peer.attempt ?? peer.recovery.lost())
  }

  function remove(peer: CallPeer) {
    peer.recovery.stop()
    attempts.discard(peer)
    peers.delete(peer.peerId)
    options.onLeave(peer.peerId)
  }

  function updatePeer(view: CallRoomPeer, call: CallState) {
    const known = peers.get(view.peerId)
    if (!known) {
      if (peers.size < limits.maxCallVoices - 1) add(view, call)
      else options.send(view.peerId, { type: 'call-full', max: limits.maxCallVoices })
      return
    }
    const wasReachable = known.isReachable
    known.name = view.name
    known.microphone = call.microphone
    known.isReachable = view.state === 'connected'
    if (known.isReachable && !wasReachable) recovery.handleReachable(known)
  }

  function handleOffer(peer: CallPeer, { link: id, sdp }: Extract<CallSignal, { type: 'call-offer' }>) {
    if (peer.attempt?.id === id) return void peer.attempt.link.acceptOffer(sdp)
    // A new link comes from the offerer; anything else is none of ours.
    if (!peer.weOffer) void attempts.start(peer, id)?.acceptOffer(sdp)
  }

  /** Believed where we see it, too: otherwise one member could end a call for all. */
  function handleFull(peer: CallPeer, max: number) {
    if (peer.attempt?.link.isConnected() || peers.size < limits.maxCallVoices - 1) return
    options.onFull(max)
  }

  /** What belongs to a link that is being made, or to one that carries. */
  function handleLinkSignal(
    { attempt }: CallPeer,
    signal: Extract<CallSignal, { type: 'call-answer' | 'call-candidates' | 'call-report' }>,
  ) {
    if (attempt?.id !== signal.link) return
    if (signal.type === 'call-answer') void attempt.link.acceptAnswer(signal.sdp)
    if (signal.type === 'call-candidates') void attempt.link.addCandidates(signal.candidates)
    if (signal.type === 'call-report') attempt.monitor.handleReport(signal)
  }

  return {
    peers: peers as ReadonlyMap<string, CallPeer>,

    /** Who is in the call now, and who of them can be told anything. */
    update(room: CallRoom) {
      if (isClosed) return
      for (const peer of [...peers.values()]) {
        const now = room.peers.find(({ peerId }) => peerId === peer.peerId)
        if (now?.call?.visit !== peer.visit) remove(peer)
      }
      for (const view of room.peers) if (view.call) updatePeer(view, view.call)
    },

    handleSignal(peerId: string, signal: CallSignal) {
      const peer = peers.get(peerId)
      if (isClosed || !peer || signal.from !== peer.visit) return
      peer.recovery.heardThroughRelay()
      if (signal.type === 'call-offer') handleOffer(peer, signal)
      else if (signal.type === 'call-full') handleFull(peer, signal.max)
      else if (signal.type !== 'call-rebuild') handleLinkSignal(peer, signal)
      else if (peer.weOffer) attempts.offer(peer)
    },

    /** All links send this from now on. */
    async setTrack(slot: Slot, track: MediaStreamTrack | null): Promise<void> {
      const links = [...peers.values()].flatMap((peer) => peer.attempt?.link ?? [])
      await Promise.all(links.map((link) => link.setTrack(slot, track)))
    },

    /** Negotiates anew what the encoders do. */
    renegotiate() {
      for (const { attempt } of peers.values()) void attempt?.link.offer()
    },

    close() {
      isClosed = true
      for (const peer of peers.values()) {
        peer.recovery.stop()
        attempts.discard(peer)
      }
      peers.clear()
    },
  }
}

export type CallLinks = ReturnType<typeof createCallLinks>
