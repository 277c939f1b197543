import { expect, inject, onTestFinished } from 'vitest'
import { browserEnvironment } from '../base/browser-environment.ts'
import type { Identity } from '../identity/identity.ts'
import { createHandshake, type Role } from '../rtc/handshake.ts'
import { createLink, type Link } from '../rtc/link.ts'
import { roomAddress } from '../wire/relay-url.ts'
import { createSignaling } from '../session/signaling.ts'
import type { Capabilities } from '../wire/capabilities.ts'
import type { Recipient, Sender, Signal, SignalBody } from '../wire/signal.ts'
import { toBase64Url } from '../base/base64url.ts'
import { keysOf, newSender, sealSigned, type TestSender } from './test-keys.ts'
import { writtenMessage, type Written } from './written-message.ts'
import type {} from './provided.ts'

/** A bare WebSocket in a room, which says whatever it likes. Resolves when it is open. */
export async function openHostileClient(roomName: string) {
  const keys = await keysOf(roomName)
  const { identity } = await newSender('Mallory')
  const socket = new WebSocket(roomAddress(inject('relayUrl'), keys.roomId))
  const heard: string[] = []
  socket.addEventListener('message', (event) => heard.push(String(event.data)))
  onTestFinished(() => socket.close())
  await new Promise<void>((resolve, reject) => {
    socket.addEventListener('open', () => resolve())
    socket.addEventListener('error', () => reject(new Error('The relay let no hostile client in.')))
  })
  return {
    socket,
    /** What the relay delivered, oldest first. */
    heard,
    keys,
    /** A public room's keys are anyone's: says a well sealed and signed signal, true or not. */
    async say(signal: object) {
      socket.send(await sealSigned(keys, identity, JSON.stringify(signal)))
    },
  }
}

/** What a hostile peer announces: the same as everybody. */
const capabilities: Capabilities = { versions: [1], features: { chat: 1, call: 1, verification: 1 } }

/** A connection that keeps hold of its channels, to send on them what no link would. */
class OpenConnection extends RTCPeerConnection {
  readonly channels = new Map<string, RTCDataChannel>()
  override createDataChannel(label: string, options?: RTCDataChannelInit): RTCDataChannel {
    const channel = super.createDataChannel(label, options)
    this.channels.set(label.split('/')[0] ?? label, channel)
    return channel
  }
}

export interface HostilePeer {
  /** What its signals say of it; changed, they say something else from then on. */
  readonly me: Sender
  readonly identity: Identity
  /** A chat message as it goes over the channel, signed by the hostile peer itself. */
  writes(message: Written): Promise<string>
  /** What arrived on the chat channel. */
  readonly heard: string[]
  /** Waits for the link, and gives its channels by name. */
  channel(name: 'control' | 'chat'): Promise<RTCDataChannel>
  /** The signals that were for us, oldest first. */
  readonly signals: Signal[]
  /** Says a well sealed signal. */
  say(body: SignalBody): void
  /** Somebody's address on this visit, known from what they said to us. */
  addressOf(peerId: string): Promise<Recipient>
}

/** Somebody whose offer prevails over this one's. */
async function newSenderAbove(peerId: string): Promise<TestSender> {
  for (;;) {
    const made = await newSender('Mallory')
    if (made.sender.peerId > peerId) return made
  }
}

export interface HostileOptions {
  /** What its signals say of it, instead of the truth. */
  readonly claimed?: Partial<Sender>
  readonly role?: Role
  /** What its proof says that it announced, where that was changed on the way. */
  readonly proved?: Capabilities
}

/**
 * A member of a room who takes part in the handshake with one other by the rules, in either role, and then says
 * whatever it likes; everybody else's offers are left without an answer.
 */
export async function joinAsHostile(
  roomName: string,
  victimId: string,
  { claimed = {}, proved = capabilities, role = 'answerer' }: HostileOptions = {},
): Promise<HostilePeer> {
  const client = await openHostileClient(roomName)
  const { clock } = browserEnvironment()
  const { identity, sender: me } =
    role === 'offerer' ? await newSenderAbove(victimId) : await newSender('Mallory', claimed)
  const heard: string[] = []
  const signals: Signal[] = []
  const ownLinkId = toBase64Url(crypto.getRandomValues(new Uint8Array(16)))
  let connection: OpenConnection | undefined
  let link: Link | undefined
  const isOpen = () => link?.isOpen() === true

  const signaling = createSignaling({
    keys: client.keys,
    identity,
    me,
    transmit(sealed) {
      client.socket.send(sealed)
      return true
    },
    isDirected: () => false,
    isMember: () => false,
    onSignal: (_, signal) => signal && handleSignal(signal),
    onMalformed: () => undefined,
    capabilities,
    onFailure(error) {
      throw error
    },
  })

  /** What the victim announced with its description. */
  let theirs: Capabilities | undefined

  function makeLink(from: Sender, linkId: string): Link {
    const to = { peerId: from.peerId, visitId: from.visitId }
    connection = new OpenConnection()
    return createLink({
      connection,
      clock,
      log: browserEnvironment().log.logger('link'),
      proof: createHandshake({
        identity,
        roomId: client.keys.roomId,
        linkId,
        nonce: toBase64Url(crypto.getRandomValues(new Uint8Array(16))),
        theirKey: () => from.publicKey,
        capabilities: proved,
        theirCapabilities: () => theirs,
      }),
      isPolite: () => true,
      signal: (body) => signaling.send({ ...body, to, linkId }),
      onOpen: () => undefined,
      onEnd: () => undefined,
      onControl: () => undefined,
      onChat: (data) => heard.push(String(data)),
      onIceState: () => undefined,
      onPath: () => undefined,
    })
  }

  /** The victim offers, since we said hello: taken, or answered by an offer of our own, which prevails. */
  function handleOffer(signal: Signal & { type: 'offer' }) {
    if (role === 'offerer') {
      link = makeLink(signal.from, ownLinkId)
      return void link.offer()
    }
    theirs = signal
    link = makeLink(signal.from, signal.linkId)
    return void link.acceptOffer(signal.sdp, signal.nonce)
  }

  function handleSignal(signal: Signal) {
    signals.push(signal)
    if (signal.from.peerId !== victimId) return
    const isOurs = 'linkId' in signal && (role === 'answerer' || signal.linkId === ownLinkId)
    if (signal.type === 'candidates' && isOurs) void link?.addCandidates(signal.candidates)
    if (signal.type === 'offer' && !link) handleOffer(signal)
    if (signal.type === 'answer' && isOurs) {
      theirs = signal
      // A liar does not hang up on the victim's proof, which does not fit what it says itself.
      void link?.acceptAnswer(signal.sdp, signal.nonce, proved === capabilities ? signal.proof : undefined)
    }
  }

  client.socket.addEventListener('message', (event) => signaling.receive(event.data))
  onTestFinished(() => link?.close())
  signaling.send({ type: 'hello' })
  return {
    me,
    identity,
    async writes(message) {
      return JSON.stringify(await writtenMessage(identity, client.keys.roomId, message))
    },
    heard,
    signals,
    say: signaling.send,
    async addressOf(peerId) {
      const find = () => signals.find((signal) => signal.from.peerId === peerId)?.from
      await expect.poll(find).toBeDefined()
      const from = find()
      if (!from) throw new Error(`${peerId} said nothing.`)
      return { peerId, visitId: from.visitId }
    },
    async channel(name) {
      await expect.poll(isOpen).toBe(true)
      const channel = connection?.channels.get(name)
      if (!channel) throw new Error(`There is no channel ${name}.`)
      return channel
    },
  }
}
