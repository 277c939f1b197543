import type { Clock } from '../base/environment.ts'
import { channelText, channels, proofSchema, type ProofMessage } from '../wire/channel.ts'
import { parseJson } from '../base/json.ts'
import { limits } from '../base/limits.ts'
import type { Candidate } from '../wire/signal.ts'
import { fingerprintOf, type LinkEnds, type Handshake, type Role } from './handshake.ts'
import { createSendQueue } from './send-queue.ts'

/** Why a link ended. Only `lost` and `timed-out` are worth another try. */
export type LinkEnd = 'left' | 'lost' | 'timed-out' | 'replaced' | 'malformed' | 'unauthenticated'

/** What a link says through the relay, before the mesh adds to whom. */
export type LinkSignal =
  | { type: 'offer'; sdp: string; nonce: string }
  /** With the proof of who answers, once for each link. */
  | { type: 'answer'; sdp: string; nonce: string; proof?: string | undefined }
  | { type: 'candidates'; candidates: Candidate[] }

export interface LinkOptions {
  /** New and unused; the link closes it. */
  readonly connection: RTCPeerConnection
  readonly clock: Clock
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
  /** Whether it was handed to the channel. */
  sendControl(text: string): boolean
  /** Resolves when handed to the channel, after what was queued before has drained; false if the link ended. */
  sendChat(text: string): Promise<boolean>
  /** Closes without a word. */
  close(): void
  /** Says a last word on the control channel and closes when the peer has heard it, or soon. */
  leave(lastWord: string): void
}

/**
 * One RTCPeerConnection to one peer, for one session. It is offered once, by one side (the mesh decides which). Open,
 * it can be given a new path; what cannot be mended so ends, and the mesh builds another.
 */
export function createLink(options: LinkOptions): Link {
  const { clock, connection, proof } = options
  const control = openChannel(channels.control)
  const chat = openChannel(channels.chat)
  const queue = createSendQueue(chat, isOpen)

  /** Theirs, until their description is set. */
  const waitingCandidates: Candidate[] = []
  /** Ours, until our description is on its way. */
  let gathered: Candidate[] | undefined = []
  let ourRole: Role = 'offerer'
  let theirNonce: string | undefined
  /** Known as soon as we set it out: the peer's proof may be here before the browser says that it is set. */
  let theirFingerprint: string | undefined
  /** What came on the chat channel before the peer's proof. */
  let held: string[] = []
  let heldCharacters = 0
  let isProving = false
  let isProofSent = false
  let isVerified = false
  let ended = false
  const cancelOpenTimeout = clock.after(limits.linkOpenTimeoutMs, () => end('timed-out'))

  function openChannel(channel: { id: number; label: string }) {
    return connection.createDataChannel(channel.label, { negotiated: true, id: channel.id })
  }

  const areChannelsOpen = () => control.readyState === 'open' && chat.readyState === 'open'

  function isOpen() {
    return !ended && isVerified && areChannelsOpen()
  }

  function ends(): LinkEnds | undefined {
    const ourFingerprint = fingerprintOf(connection.localDescription?.sdp ?? '')
    if (ourFingerprint === undefined || theirFingerprint === undefined || theirNonce === undefined) return
    return { ourRole, ourFingerprint, theirNonce, theirFingerprint }
  }

  let prepared: Promise<string | undefined> | undefined
  /** Signs as soon as both descriptions are known: the channels then do not wait for it. */
  function prepareProof() {
    const known = ends()
    if (known) prepared ??= proof.make(known)
    return prepared
  }

  async function handleChannelOpen() {
    if (ended || isProving || !areChannelsOpen()) return
    // Whoever answered has proved itself with its answer.
    if (isProofSent) return announce()
    isProving = true
    const signature = await prepareProof()
    if (signature === undefined) return end('unauthenticated')
    if (isClosed() || !areChannelsOpen()) return
    control.send(JSON.stringify({ type: 'proof', signature } satisfies ProofMessage))
    isProofSent = true
    announce()
  }

  /** A function, since the compiler does not know that `ended` changes during an await. */
  function isClosed() {
    return ended
  }

  let theirsHolds = false
  let wasAnnounced = false
  /** Once our proof is sent and theirs holds: whatever goes out before our proof, the other end takes for a false one. */
  function announce() {
    if (ended || wasAnnounced || !isProofSent || !theirsHolds || !areChannelsOpen()) return
    wasAnnounced = isVerified = true
    cancelOpenTimeout()
    options.onOpen()
    for (const data of held) if (!isClosed()) options.onChat(data)
    held = []
  }

  async function handleControl(data: unknown) {
    if (ended) return
    if (theirsHolds) return options.onControl(data)
    const message = parseJson(proofSchema, channelText(data) ?? '')
    if (!message) return end('unauthenticated')
    verifying = verify(message.signature)
    await verifying
  }

  async function verify(signature: string) {
    const known = ends()
    const isProved = known !== undefined && (await proof.holds(known, signature))
    if (isClosed()) return
    if (!isProved) return end('unauthenticated')
    theirsHolds = true
    announce()
  }

  /** What the peer says waits for this. */
  let verifying: Promise<void> | undefined
  async function handleControlInOrder(data: unknown) {
    if (verifying && !theirsHolds) await verifying
    await handleControl(data)
  }

  function handleChat(data: unknown) {
    if (ended) return
    if (isVerified) return options.onChat(data)
    // The peer has verified us and talks; its proof is on its way on the other channel.
    const text = channelText(data)
    if (text === undefined || held.length >= limits.maxHeldMessages) return end('unauthenticated')
    heldCharacters += text.length
    if (heldCharacters > limits.maxHeldCharacters) return end('unauthenticated')
    held.push(text)
  }

  function end(reason: LinkEnd) {
    if (ended) return
    close()
    options.onEnd(reason)
  }

  function close() {
    ended = true
    held = []
    cancelOpenTimeout()
    // Closing fires no event on our own channels.
    connection.close()
    queue.wake()
  }

  function leave(lastWord: string) {
    if (!isOpen()) return close()
    control.send(lastWord)
    ended = true
    // Closing at once would drop what is still on its way out. The peer closes when it has heard.
    const cancel = clock.after(limits.leaveTimeoutMs, close)
    control.addEventListener('close', () => {
      cancel()
      close()
    })
  }

  for (const channel of [control, chat]) {
    channel.addEventListener('open', () => void handleChannelOpen())
    channel.addEventListener('close', () => end('lost'))
  }
  control.addEventListener('message', (event) => void handleControlInOrder(event.data))
  chat.addEventListener('message', (event) => handleChat(event.data))

  connection.addEventListener('icecandidate', ({ candidate }) => {
    // An empty candidate marks the end of gathering; peers do not need it.
    if (!candidate?.candidate || ended) return
    const { sdpMid, sdpMLineIndex } = candidate
    const ours = { candidate: candidate.candidate, sdpMid, sdpMLineIndex }
    if (gathered) gathered.push(ours)
    else options.signal({ type: 'candidates', candidates: [ours] })
  })

  connection.addEventListener('iceconnectionstatechange', () => {
    if (ended) return
    options.onIceState(connection.iceConnectionState)
    // An open link is given a new path first: the mesh decides.
    if (connection.iceConnectionState === 'failed' && !isVerified) end('lost')
  })

  /** Makes and sends our description, and the candidates that were found before it. */
  async function describe(type: 'offer' | 'answer') {
    gathered ??= []
    try {
      await connection.setLocalDescription()
    } catch {
      // Closed meanwhile, or nothing to answer with: the time-out decides.
      return
    }
    // The peer then has it before the channels open, and need not wait for it to come over them.
    const signature = type === 'answer' && !isProofSent ? await prepareProof() : undefined
    const sdp = connection.localDescription?.sdp
    if (ended || sdp === undefined || connection.localDescription?.type !== type) return
    if (type === 'offer') options.signal({ type, sdp, nonce: proof.nonce })
    else options.signal({ type, sdp, nonce: proof.nonce, ...(signature && { proof: signature }) })
    if (signature !== undefined) isProofSent = true
    const candidates = gathered
    gathered = undefined
    // A computer with many networks has more of them than one signal may carry.
    while (candidates.length > 0) {
      options.signal({ type: 'candidates', candidates: candidates.splice(0, limits.maxCandidatesPerSignal) })
    }
  }

  /** Sets their description. What does not parse ends nothing: the time-out does, if no better one comes. */
  async function setRemote(description: RTCSessionDescriptionInit): Promise<boolean> {
    const before = theirFingerprint
    const fingerprint = fingerprintOf(description.sdp ?? '')
    // A link keeps its certificates.
    if (before !== undefined && fingerprint !== before) return false
    theirFingerprint = fingerprint
    try {
      await connection.setRemoteDescription(description)
    } catch {
      theirFingerprint = before
      return false
    }
    await Promise.all(waitingCandidates.splice(0).map(addCandidate))
    return !ended
  }

  async function addCandidate(candidate: Candidate) {
    try {
      await connection.addIceCandidate(candidate)
    } catch {
      // One that does not parse, or comes after the end: the others will do.
    }
  }

  return {
    isOpen,
    hasEnded: () => ended,
    offer: () => describe('offer'),
    async acceptOffer(sdp, nonce) {
      ourRole = 'answerer'
      theirNonce = nonce
      if (await setRemote({ type: 'offer', sdp })) await describe('answer')
    },
    async acceptAnswer(sdp, nonce, signature) {
      if (connection.signalingState !== 'have-local-offer') return
      theirNonce ??= nonce
      const setting = setRemote({ type: 'answer', sdp })
      if (signature !== undefined && !theirsHolds) {
        verifying = setting.then((isSet) => (isSet ? verify(signature) : undefined))
      }
      if (await setting) void prepareProof()
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
      if (!isVerified || ended) return
      connection.restartIce()
      // An offer of ours that is on its way already carries the wish.
      if (connection.signalingState === 'stable') await describe('offer')
      else resend()
    },
    async acceptRestart(sdp) {
      if (!isVerified || ended) return
      if (connection.signalingState !== 'stable' && !options.isPolite()) return
      if (await setRemote({ type: 'offer', sdp })) await describe('answer')
    },
    sendControl(text) {
      if (!isOpen()) return false
      control.send(text)
      return true
    },
    sendChat: queue.send,
    close,
    leave,
  }

  /** Says our offer again: the relay may have been away when it was said. */
  function resend() {
    const description = connection.pendingLocalDescription
    if (description?.type !== 'offer') return
    options.signal({ type: 'offer', sdp: description.sdp, nonce: proof.nonce })
  }
}
