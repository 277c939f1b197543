import type { Clock } from '../base/environment.ts'
import type { CallSignalBody } from './protocol.ts'
import { limits } from '../base/limits.ts'
import type { Candidate } from '../wire/signal.ts'
import type { OpusShaping } from './opus.ts'

/** What a link to one peer says, before it is named. */
export type MediaSignal =
  | { type: 'call-offer' | 'call-answer'; sdp: string }
  | Pick<Extract<CallSignalBody, { type: 'call-candidates' }>, 'type' | 'candidates'>

export interface MediaLinkOptions {
  /** New and unused; the link closes it. */
  readonly connection: RTCPeerConnection
  readonly clock: Clock
  /** Of two ends that offer a new path at once, the polite one gives way (perfect negotiation). */
  readonly isPolite: boolean
  /** What it sends at first; null sends nothing. */
  readonly tracks: Tracks
  readonly shaping: OpusShaping
  readonly signal: (body: MediaSignal) => void
  /** A track of the peer; it plays once the peer sends. */
  readonly onTrack: (slot: Slot, track: MediaStreamTrack) => void
  readonly onState: (state: RTCIceConnectionState) => void
  /** It did not come about in time. */
  readonly onTimeout: () => void
  /** Something that does not parse. */
  readonly onMalformed: () => void
}

/**
 * What a link carries, in the order of its transceivers. All are there from the first offer on, and what each sends
 * changes by `replaceTrack` alone: whoever adds a camera adds a slot here.
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
  const { clock, connection } = options
  const sending = { ...options.tracks }
  const waitingCandidates: Candidate[] = []
  /** Ours, until our description is on its way. */
  let gathered: Candidate[] | undefined = []
  /** The last description that they sent, as it came. */
  let theirs: string | undefined
  let isClosed = false
  const cancelTimeout = clock.after(limits.linkOpenTimeoutMs, () => {
    if (!isConnected()) options.onTimeout()
  })

  function isConnected() {
    const { iceConnectionState: state } = connection
    return !isClosed && (state === 'connected' || state === 'completed')
  }

  const transceiverOf = (slot: Slot) => connection.getTransceivers()[slots.indexOf(slot)]

  connection.addEventListener('icecandidate', ({ candidate }) => {
    if (!candidate?.candidate || isClosed) return
    const { sdpMid, sdpMLineIndex } = candidate
    const ours = { candidate: candidate.candidate, sdpMid, sdpMLineIndex }
    if (gathered) gathered.push(ours)
    else options.signal({ type: 'call-candidates', candidates: [ours] })
  })
  connection.addEventListener('iceconnectionstatechange', () => {
    if (!isClosed) options.onState(connection.iceConnectionState)
  })
  connection.addEventListener('track', ({ transceiver, track }) => {
    const slot = slots[connection.getTransceivers().indexOf(transceiver)]
    // A peer of another version may send what we have no place for.
    if (!isClosed && slot !== undefined && kindOf[slot] === track.kind) options.onTrack(slot, track)
  })

  /** Whoever answers has the transceivers of the offer; they send, too. */
  async function warm() {
    for (const slot of slots) {
      const transceiver = transceiverOf(slot)
      if (!transceiver || transceiver.direction === 'stopped') continue
      transceiver.direction = 'sendrecv'
      await transceiver.sender.replaceTrack(sending[slot])
    }
  }

  async function describe(type: 'offer' | 'answer') {
    gathered ??= []
    let sdp: string
    try {
      const made = type === 'offer' ? await connection.createOffer() : await connection.createAnswer()
      sdp = options.shaping.shapeOurs(made.sdp ?? '', theirs)
      await connection.setLocalDescription({ type, sdp })
    } catch {
      // Closed meanwhile, or nothing to answer with: the time-out decides.
      return
    }
    if (isClosed) return
    options.signal({ type: `call-${type}`, sdp })
    const candidates = gathered
    gathered = undefined
    while (candidates.length > 0) {
      options.signal({
        type: 'call-candidates',
        candidates: candidates.splice(0, limits.maxCandidatesPerSignal),
      })
    }
  }

  async function setRemote(type: 'offer' | 'answer', sdp: string): Promise<boolean> {
    try {
      await connection.setRemoteDescription({ type, sdp: options.shaping.shapeTheirs(sdp) })
    } catch {
      if (!isClosed) options.onMalformed()
      return false
    }
    theirs = sdp
    await Promise.all(waitingCandidates.splice(0).map(addCandidate))
    return !isClosed
  }

  async function addCandidate(candidate: Candidate) {
    try {
      await connection.addIceCandidate(candidate)
    } catch {
      if (!isClosed) options.onMalformed()
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
      await describe('offer')
    },
    async acceptOffer(sdp) {
      // Both look for a new path at once: one gives way.
      if (connection.signalingState !== 'stable' && !options.isPolite) return
      if (!(await setRemote('offer', sdp))) return
      try {
        await warm()
      } catch {
        // Closed meanwhile.
        return
      }
      await describe('answer')
      // Our answer says what we send, and an answer to that is an answer to an offer.
      if (options.shaping.isMoreThanTheyDecode(sdp) && connection.signalingState === 'stable') {
        await describe('offer')
      }
    },
    async acceptAnswer(sdp) {
      if (connection.signalingState === 'have-local-offer') await setRemote('answer', sdp)
    },
    async addCandidates(candidates) {
      if (connection.remoteDescription) {
        await Promise.all(candidates.map(addCandidate))
        return
      }
      const room = limits.maxWaitingCandidates - waitingCandidates.length
      waitingCandidates.push(...candidates.slice(0, Math.max(0, room)))
    },
    async restart() {
      if (isClosed) return
      connection.restartIce()
      if (connection.signalingState === 'stable') return describe('offer')
      // An offer of ours is on its way, or was lost on it: said again.
      const pending = connection.pendingLocalDescription
      if (pending?.type === 'offer') {
        options.signal({ type: 'call-offer', sdp: pending.sdp })
      }
    },
    async setTrack(slot, track) {
      sending[slot] = track
      try {
        await transceiverOf(slot)?.sender.replaceTrack(track)
      } catch {
        // Closed meanwhile.
      }
    },
    receiver: (slot) => transceiverOf(slot)?.receiver,
    async stats() {
      return isClosed ? undefined : connection.getStats().catch(() => undefined)
    },
    close() {
      isClosed = true
      cancelTimeout()
      connection.close()
    },
  }
}
