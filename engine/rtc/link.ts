import type { Clock } from '../base/environment.ts'
import { limits } from '../base/limits.ts'
import type { Logger } from '../base/log.ts'
import type { Candidate } from '../wire/signal.ts'
import type { Handshake } from './handshake.ts'
import { openLinkChannels } from './link-channels.ts'
import { createLinkGate } from './link-gate.ts'
import { createLinkNegotiation } from './link-negotiation.ts'
import type { LinkSignal } from './link-signal.ts'
import { createMessageSender, type MessageSender } from './message-sender.ts'
import { watchPath, type LinkPath } from './path.ts'

export type { LinkSignal } from './link-signal.ts'

/** Why a link ended. Only `lost` and `timed-out` are worth another try. */
export type LinkEnd = 'left' | 'lost' | 'timed-out' | 'replaced' | 'malformed' | 'unauthenticated'

export interface LinkOptions {
  /** New and unused; the link closes it. */
  readonly connection: RTCPeerConnection
  readonly clock: Clock
  readonly log: Logger
  readonly proof: Handshake
  /** Of two ends that offer a new path at once, the polite one gives way (perfect negotiation). */
  readonly isPolite: () => boolean
  readonly signal: (body: LinkSignal) => void
  /** Both channels are open and the peer has proved who it is. */
  readonly onOpen: () => void
  /** Once, and never after {@link Link.close}. */
  readonly onEnd: (end: LinkEnd) => void
  readonly onControl: (data: unknown) => void
  readonly onChat: (data: unknown) => void
  readonly onIceState: (state: RTCIceConnectionState) => void
  /** How the open link gets to the peer, again where that may have changed. */
  readonly onPath: (path: LinkPath) => void
}

export interface Link {
  isOpen(): boolean
  hasEnded(): boolean
  offer(): Promise<void>
  acceptOffer(sdp: string, nonce: string): Promise<void>
  /** `proof`: the peer's signature; without one it proves itself on the control channel. */
  acceptAnswer(sdp: string, nonce: string, proof?: string): Promise<void>
  addCandidates(candidates: readonly Candidate[]): Promise<void>
  /** Looks for a new path of an open link, by an ICE restart. */
  restart(): Promise<void>
  /** Takes the peer's wish for a new path. */
  acceptRestart(sdp: string): Promise<void>
  readonly control: MessageSender
  readonly chat: MessageSender
  /** Closes without a word. */
  close(): void
  /** Says a last word on the control channel and closes when the peer has heard it, or soon. */
  leave(lastWord: unknown): void
}

/**
 * One RTCPeerConnection to one peer, named by a link id. It is offered once, by one side (the mesh decides which). Once
 * open, it can be given a new path; what can't be recovered so ends, and the mesh builds another.
 */
export function createLink(options: LinkOptions): Link {
  const { clock, connection } = options
  const channels = openLinkChannels(connection)
  const senderOf = (channel: RTCDataChannel) => createMessageSender({ channel, log: options.log, isOpen })
  const [control, chat] = [senderOf(channels.control), senderOf(channels.chat)]
  let ended = false
  const hasEnded = () => ended
  const cancelOpenTimeout = clock.after(limits.linkOpenTimeoutMs, () => end('timed-out'))

  const negotiation = createLinkNegotiation({
    connection,
    log: options.log,
    nonce: options.proof.nonce,
    isPolite: options.isPolite,
    signal: options.signal,
    proofForAnswer: () => gate.proofForAnswer(),
    onProofSent: () => gate.proofSent(),
    onProof: (signature, isSet) => gate.verifyWith(signature, isSet),
    onDescribed: () => void gate.prepare(),
  })

  const path = watchPath({ connection, clock, log: options.log, isOpen, onPath: options.onPath })

  const gate = createLinkGate({
    channels,
    proof: options.proof,
    ends: negotiation.ends,
    hasEnded,
    onOpen() {
      cancelOpenTimeout()
      options.onOpen()
      path.start()
    },
    onRefused: () => end('unauthenticated'),
    onControl: options.onControl,
    onChat: options.onChat,
  })

  function isOpen() {
    return !ended && gate.isOpen() && channels.areOpen()
  }

  function end(reason: LinkEnd) {
    if (ended) return
    options.log.info('ended', { reason })
    close()
    options.onEnd(reason)
  }

  function close() {
    ended = true
    gate.close()
    negotiation.close()
    cancelOpenTimeout()
    path.stop()
    // Closing fires no event on our own channels.
    connection.close()
    for (const sender of [control, chat]) sender.wake()
  }

  for (const channel of channels.all) channel.addEventListener('close', () => end('lost'))
  connection.addEventListener('iceconnectionstatechange', () => {
    if (ended) return
    options.onIceState(connection.iceConnectionState)
    path.look()
    // An open link is given a new path first: the mesh decides.
    if (connection.iceConnectionState === 'failed' && !gate.isOpen()) end('lost')
  })

  /** Only an open link has a path to replace. */
  const whileOpen = async (act: () => Promise<void>) => {
    if (gate.isOpen() && !ended) await act()
  }

  return {
    isOpen,
    hasEnded,
    offer: negotiation.offer,
    acceptOffer: negotiation.acceptOffer,
    acceptAnswer: negotiation.acceptAnswer,
    addCandidates: negotiation.addCandidates,
    restart: () => whileOpen(negotiation.restart),
    acceptRestart: (sdp) => whileOpen(() => negotiation.acceptRestart(sdp)),
    control,
    chat,
    close,
    leave(lastWord) {
      if (!control.sendNow(lastWord)) return close()
      ended = true
      negotiation.close()
      // Closing at once would drop what is still on its way out. The peer closes when it has heard.
      const cancel = clock.after(limits.leaveTimeoutMs, close)
      channels.control.addEventListener('close', () => {
        cancel()
        close()
      })
    },
  }
}
