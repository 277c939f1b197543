import { expect, inject, onTestFinished } from 'vitest'
import { browserEnvironment } from '../base/browser-environment.ts'
import { parseJson } from '../base/json.ts'
import { createLog } from '../base/log.ts'
import { createHandshake } from '../rtc/handshake.ts'
import { createLink, type Link, type LinkSignal } from '../rtc/link.ts'
import type { Capabilities } from '../wire/capabilities.ts'
import { roomAddress } from '../wire/relay-url.ts'
import { open } from '../wire/seal.ts'
import {
  outerSignalSchema,
  readSignal,
  type OuterSignal,
  type Recipient,
  type Signal,
} from '../wire/signal.ts'
import { keysOf, newSender, sealSigned } from './test-keys.ts'
import { writtenMessage, type Written } from './written-message.ts'
import type {} from './provided.ts'

/** What no version of today knows, put wherever an object may have it. */
const novelty = { novelty: { since: 2027, nested: [1, { deep: true }] } }

/**
 * A member of a room with next year's Sidetone: it links by today's rules where it speaks version 1 too, and everything
 * that it says holds something that today's does not know.
 */
export async function joinNextYear(roomName: string, capabilities: Capabilities) {
  const keys = await keysOf(roomName)
  const { identity, sender } = await newSender('Nova')
  const { clock, randomId } = browserEnvironment()
  const socket = new WebSocket(roomAddress(inject('relayUrl'), keys.roomId))
  const heard: OuterSignal[] = []
  const said = { control: new Array<unknown>(), chat: new Array<unknown>() }
  let count = 0
  let link: Link | undefined
  let linkId: string | undefined

  /** In order, as everything that is awaited here. */
  let outgoing = Promise.resolve()
  function say(body: object) {
    count += 1
    const signal = { ...novelty, from: { ...sender, ...novelty }, count, ...capabilities, ...body }
    outgoing = outgoing.then(async () => {
      socket.send(await sealSigned(keys, identity, JSON.stringify(signal)))
    })
  }

  function makeLink(theirs: Signal & { type: 'offer' }, to: Recipient): Link {
    const signal = (body: LinkSignal) =>
      say({
        ...body,
        ...('candidates' in body && {
          candidates: body.candidates.map((candidate) => ({ ...candidate, ...novelty })),
        }),
        to: { ...to, ...novelty },
        linkId: theirs.linkId,
      })
    return createLink({
      connection: new RTCPeerConnection(),
      clock,
      log: createLog(clock).logger('link'),
      proof: createHandshake({
        identity,
        roomId: keys.roomId,
        linkId: theirs.linkId,
        nonce: randomId(),
        capabilities,
        theirKey: () => theirs.from.publicKey,
        theirCapabilities: () => theirs,
      }),
      isPolite: () => true,
      signal,
      onOpen: () => undefined,
      onEnd: () => undefined,
      onControl: (data) => said.control.push(JSON.parse(String(data))),
      onChat: (data) => said.chat.push(JSON.parse(String(data))),
      onIceState: () => undefined,
      onPath: () => undefined,
    })
  }

  function takeSignal(signal: Signal) {
    const to = { peerId: signal.from.peerId, visitId: signal.from.visitId }
    if (signal.type === 'offer' && !link) {
      linkId = signal.linkId
      link = makeLink(signal, to)
      void link.acceptOffer(signal.sdp, signal.nonce)
    }
    if (signal.type === 'candidates' && signal.linkId === linkId) void link?.addCandidates(signal.candidates)
  }

  async function receive(data: unknown) {
    const opened = await open(keys, String(data))
    const outer = opened.kind === 'opened' ? parseJson(outerSignalSchema, opened.text.slice(87)) : undefined
    if (!outer || outer.from.peerId === sender.peerId) return
    if (outer.to && outer.to.visitId !== sender.visitId) return
    heard.push(outer)
    const signal = readSignal(outer)
    if (typeof signal === 'object') takeSignal(signal)
  }

  let incoming = Promise.resolve()
  socket.addEventListener('message', ({ data }) => void (incoming = incoming.then(() => receive(data))))
  onTestFinished(() => {
    link?.close()
    socket.close()
  })
  await expect.poll(() => socket.readyState).toBe(WebSocket.OPEN)
  return {
    novelty,
    peerId: sender.peerId,
    visitId: sender.visitId,
    /** The signals that were for all or for us, oldest first. */
    heard,
    /** What was said to us on each channel. */
    said,
    say,
    isLinked: () => link?.isOpen() === true,
    sayOnControl: (message: object) => link?.control.sendNow(message),
    sayOnChat: (message: object) => link?.chat.sendNow(message),
    async writes(written: Written) {
      return {
        ...(await writtenMessage(identity, keys.roomId, { authorName: 'Nova', ...written })),
        ...novelty,
      }
    },
  }
}
