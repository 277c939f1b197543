import { expect, inject, onTestFinished } from 'vitest'
import { browserEnvironment } from '../base/browser-environment.ts'
import { signEntry, toWire } from '../chat/signed-entry.ts'
import type { Identity } from '../identity/identity.ts'
import { createHandshake } from '../rtc/handshake.ts'
import { createLink, type Link } from '../rtc/link.ts'
import { roomAddress } from '../wire/relay-url.ts'
import { createSignaling } from '../session/signaling.ts'
import type { ChatMessage } from '../chat/protocol.ts'
import type { Recipient, Sender, Signal, SignalBody } from '../wire/signal.ts'
import { toBase64Url } from '../base/base64url.ts'
import { keysOf, newSender, sealSigned } from './test-keys.ts'
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
  writes(message: { seq: number; text: string; atMs?: number; authorName?: string }): Promise<string>
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

/**
 * A member of a room who takes part in the handshake with one other by the rules, and then says whatever it likes;
 * everybody else's offers are left without an answer.
 */
export async function joinAsHostile(
  roomName: string,
  victimId: string,
  claimed: Partial<Sender> = {},
): Promise<HostilePeer> {
  const client = await openHostileClient(roomName)
  const { clock } = browserEnvironment()
  const { identity, sender: me } = await newSender('Mallory', claimed)
  const heard: string[] = []
  const signals: Signal[] = []
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
    onSignal: handleSignal,
    onMalformed: () => undefined,
    onOtherVersion: () => undefined,
    onFailure(error) {
      throw error
    },
  })

  function handleSignal(signal: Signal) {
    signals.push(signal)
    if (signal.from.peerId !== victimId) return
    if (signal.type === 'candidates') void link?.addCandidates(signal.candidates)
    if (signal.type !== 'offer' || link) return
    const { from, linkId } = signal
    const to = { peerId: from.peerId, visitId: from.visitId }
    connection = new OpenConnection()
    link = createLink({
      connection,
      clock,
      proof: createHandshake({
        identity,
        roomId: client.keys.roomId,
        linkId,
        nonce: toBase64Url(crypto.getRandomValues(new Uint8Array(16))),
        theirKey: () => from.publicKey,
      }),
      isPolite: () => true,
      signal: (body) => signaling.send({ ...body, to, linkId }),
      onOpen: () => undefined,
      onEnd: () => undefined,
      onControl: () => undefined,
      onChat: (data) => heard.push(String(data)),
      onIceState: () => undefined,
    })
    void link.acceptOffer(signal.sdp, signal.nonce)
  }

  client.socket.addEventListener('message', (event) => signaling.receive(event.data))
  onTestFinished(() => link?.close())
  signaling.send({ type: 'hello' })
  return {
    me,
    identity,
    async writes({ seq, text, atMs = 0, authorName = 'Mallory' }) {
      const said = { name: authorName, seq, atMs, kind: 'text', body: { text }, prev: null, follows: [] }
      const entry = toWire(await signEntry(identity, client.keys.roomId, said))
      return JSON.stringify({ type: 'entry', entry, isLate: false } satisfies ChatMessage)
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
