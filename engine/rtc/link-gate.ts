import { parseJson } from '../base/json.ts'
import { limits } from '../base/limits.ts'
import { channelText, proofSchema, type ProofMessage } from '../wire/channel.ts'
import type { Handshake, LinkEnds } from './handshake.ts'
import type { LinkChannels } from './link-channels.ts'

export interface LinkGateOptions {
  readonly channels: LinkChannels
  readonly proof: Pick<Handshake, 'make' | 'holds'>
  /** Both ends, once both descriptions are known. */
  readonly ends: () => LinkEnds | undefined
  readonly hasEnded: () => boolean
  /** Both channels are open, our proof is out and theirs holds. */
  readonly onOpen: () => void
  /** They didn't prove who they are, or talked too early. */
  readonly onRefused: () => void
  readonly onControl: (data: unknown) => void
  readonly onChat: (data: unknown) => void
}

/**
 * Lets nothing through before both ends have proved who they are. The offerer's proof is the first message on its
 * control channel; the answerer's came with its answer. What goes out before our own proof, the other end takes for a
 * false one.
 */
export function createLinkGate(options: LinkGateOptions) {
  const { channels, ends, hasEnded, proof } = options
  const early = createEarlyChat()
  let prepared: Promise<string | undefined> | undefined
  let isProving = false
  let isProofSent = false
  let theirsHolds = false
  let isOpen = false
  /** What the peer says waits for this. */
  let verifying: Promise<void> | undefined

  /** Signs as soon as both descriptions are known: the channels then don't wait for it. */
  function prepare() {
    const known = ends()
    if (known) prepared ??= proof.make(known)
    return prepared
  }

  async function prove() {
    if (hasEnded() || isProving || !channels.areOpen()) return
    if (isProofSent) return announce()
    isProving = true
    const signature = await prepare()
    if (signature === undefined) return options.onRefused()
    if (hasEnded() || !channels.areOpen()) return
    channels.control.send(JSON.stringify({ type: 'proof', signature } satisfies ProofMessage))
    isProofSent = true
    announce()
  }

  function announce() {
    if (hasEnded() || isOpen || !isProofSent || !theirsHolds || !channels.areOpen()) return
    isOpen = true
    options.onOpen()
    for (const text of early.take()) if (!hasEnded()) options.onChat(text)
  }

  async function verify(signature: string) {
    const known = ends()
    const isProved = known !== undefined && (await proof.holds(known, signature))
    if (hasEnded()) return
    if (!isProved) return options.onRefused()
    theirsHolds = true
    announce()
  }

  async function handleControl(data: unknown) {
    if (verifying && !theirsHolds) await verifying
    if (hasEnded()) return
    if (theirsHolds) return options.onControl(data)
    const message = parseJson(proofSchema, channelText(data) ?? '')
    if (!message) return options.onRefused()
    verifying = verify(message.signature)
    await verifying
  }

  function handleChat(data: unknown) {
    if (hasEnded()) return
    if (isOpen) options.onChat(data)
    else if (!early.keep(data)) options.onRefused()
  }

  for (const channel of channels.all) channel.addEventListener('open', () => void prove())
  channels.control.addEventListener('message', ({ data }) => void handleControl(data))
  channels.chat.addEventListener('message', ({ data }) => handleChat(data))

  return {
    isOpen: () => isOpen,
    prepare,
    /** Our proof for our answer: the peer then needn't wait for it to come over the channels. Once for each link. */
    async proofForAnswer(): Promise<string | undefined> {
      return isProofSent ? undefined : await prepare()
    },
    proofSent: () => (isProofSent = true),
    /** The proof that came with their answer, which counts once that is set. */
    verifyWith(signature: string, isSet: Promise<boolean>) {
      if (!theirsHolds) verifying = isSet.then((set) => (set ? verify(signature) : undefined))
    },
    close: early.take,
  }
}

/** Chat of a peer that has verified us and talks, while its proof is still on its way on the other channel. */
function createEarlyChat() {
  let held: string[] = []
  let characters = 0
  return {
    /** False for what is no text, or more than may come early. */
    keep(data: unknown): boolean {
      const text = channelText(data)
      if (text === undefined || held.length >= limits.maxHeldMessages) return false
      characters += text.length
      if (characters > limits.maxHeldCharacters) return false
      held.push(text)
      return true
    },
    take(): string[] {
      const taken = held
      held = []
      return taken
    },
  }
}
