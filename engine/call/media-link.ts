import type { Clock } from '../base/environment.ts'
import type { Logger } from '../base/log.ts'
import type { CallSignalBody } from './protocol.ts'
import { limits } from '../base/limits.ts'
import type { Candidate } from '../wire/signal.ts'
import { createNegotiation } from '../rtc/negotiation.ts'
import type { DescriptionShaping } from '../rtc/negotiation-options.ts'

/** What a link to one peer says, before it is named. */
export type MediaSignal =
  | { type: 'call-offer' | 'call-answer'; sdp: string }
  | Pick<Extract<CallSignalBody, { type: 'call-candidates' }>, 'type' | 'candidates'>

export interface MediaLinkOptions {
  /** New and unused; the link closes it. */
  readonly connection: RTCPeerConnection
  readonly clock: Clock
  readonly log: Logger
  /** Of two ends that offer a new path at once, the polite one gives way (perfect negotiation). */
  readonly isPolite: boolean
  /** What it sends at first; null sends nothing. */
  readonly tracks: Tracks
  readonly shaping: DescriptionShaping
  readonly signal: (body: MediaSignal) => void
  /** A track of the peer; it plays once the peer sends. */
  readonly onTrack: (slot: Slot, track: MediaStreamTrack) => void
  readonly onState: (state: RTCIceConnectionState) => void
  /** It did not come about in time. */
  readonly onTimeout: () => void
  /** Something that doesn't parse. */
  readonly onMalformed: () => void
}

/**
 * What a link carries, in the order of its transceivers. All are there from the first offer on, and what each sends
 * changes by `replaceTrack` alone: a camera will be a slot here.
 */
export const slots = ['microphone'] as const
export type Slot = (typeof slots)[number]
export type Tracks = Readonly<Record<Slot, MediaStreamTrack | null>>

const kindOf: Record<Slot, 'audio' | 'video'> = { microphone: 'audio' }

export interface MediaLink {
  isConnected(): boolean
  offer(): Promise<void>
  acceptOffer(sdp: string): Promise<void>
  acceptAnswer(sdp: string): Promise<void>
  addCandidates(candidates: readonly Candidate[]): Promise<void>
  /** Looks for a new path (ICE restart). */
  restart(): Promise<void>
  /** Sends this from now on, without a negotiation; null sends nothing. */
  setTrack(slot: Slot, track: MediaStreamTrack | null): Promise<void>
  receiver(slot: Slot): RTCRtpReceiver | undefined
  stats(): Promise<RTCStatsReport | undefined>
  close(): void
}

/** One RTCPeerConnection that carries what two people in a call say. */
export function createMediaLink(options: MediaLinkOptions): MediaLink {
  const { clock, connection, log } = options
  const sending = { ...options.tracks }
  let isClosed = false
  const cancelTimeout = clock.after(limits.linkOpenTimeoutMs, () => {
    if (!isConnected()) options.onTimeout()
  })

  function isConnected() {
    const { iceConnectionState: state } = connection
    return !isClosed && (state === 'connected' || state === 'completed')
  }

  const transceiverOf = (slot: Slot) => connection.getTransceivers()[slots.indexOf(slot)]

  const negotiation = createNegotiation({
    connection,
    log,
    isPolite: () => options.isPolite,
    shaping: options.shaping,
    onDescription: (type, sdp) => options.signal({ type: `call-${type}`, sdp }),
    onCandidates: (candidates) => options.signal({ type: 'call-candidates', candidates }),
    onMalformed: options.onMalformed,
    beforeAnswer: sendOnTheirs,
  })

  connection.addEventListener('iceconnectionstatechange', () => {
    if (!isClosed) options.onState(connection.iceConnectionState)
  })
  connection.addEventListener('track', ({ transceiver, track }) => {
    const slot = slots[connection.getTransceivers().indexOf(transceiver)]
    // A peer of another version may send what we have no place for.
    if (!isClosed && slot !== undefined && kindOf[slot] === track.kind) options.onTrack(slot, track)
  })

  /** The answerer has the transceivers of the offer; it sends on them, too. */
  async function sendOnTheirs() {
    for (const slot of slots) {
      const transceiver = transceiverOf(slot)
      if (!transceiver || transceiver.direction === 'stopped') continue
      transceiver.direction = 'sendrecv'
      await transceiver.sender.replaceTrack(sending[slot])
    }
  }

  return {
    isConnected,
    async offer() {
      if (connection.getTransceivers().length === 0) {
        for (const slot of slots) {
          connection.addTransceiver(sending[slot] ?? kindOf[slot], { direction: 'sendrecv' })
        }
      }
      await negotiation.offer()
    },
    acceptOffer: negotiation.acceptOffer,
    async acceptAnswer(sdp) {
      await negotiation.acceptAnswer(sdp)
    },
    addCandidates: negotiation.addCandidates,
    restart: negotiation.restart,
    async setTrack(slot, track) {
      sending[slot] = track
      try {
        await transceiverOf(slot)?.sender.replaceTrack(track)
      } catch (error) {
        // Of a link that was closed meanwhile nobody expects anything.
        if (!isClosed) log.caught('track-not-replaced', error)
      }
    },
    receiver: (slot) => transceiverOf(slot)?.receiver,
    async stats() {
      if (isClosed) return undefined
      try {
        return await connection.getStats()
      } catch (error) {
        log.caught('no-stats', error)
        return undefined
      }
    },
    close() {
      isClosed = true
      negotiation.close()
      cancelTimeout()
      connection.close()
    },
  }
}
