import { expect, onTestFinished } from 'vitest'
import { browserEnvironment } from '../base/browser-environment.ts'
import type { Identity } from '../identity/identity.ts'
import { createHandshake } from '../rtc/handshake.ts'
import { createLink, type Link, type LinkEnd, type LinkOptions } from '../rtc/link.ts'
import type { Capabilities } from '../wire/capabilities.ts'
import { spoken } from './members-world.ts'
import { idOf, newIdentity } from './test-keys.ts'

export type Body = Parameters<LinkOptions['signal']>[0]

export const [mine, theirs, stranger] = await Promise.all([newIdentity(), newIdentity(), newIdentity()])
const randomId = browserEnvironment().randomId

export interface EndOptions {
  readonly identity?: Identity
  readonly theirKey?: string
  readonly linkId?: string
  readonly roomId?: string
  readonly connection?: RTCPeerConnection
  /** What it announces, and what it believes that the other end announced. */
  readonly capabilities?: Capabilities
  readonly theirCapabilities?: Capabilities
}

/** One end of a link, which hands its signals to the test. */
export function startEnd(onSignal: (body: Body) => void, end: EndOptions = {}) {
  const {
    connection = new RTCPeerConnection(),
    identity = mine,
    roomId = idOf('R'),
    linkId = idOf('S'),
  } = end
  const chat: string[] = []
  const control: string[] = []
  const ends: LinkEnd[] = []
  const iceStates: string[] = []
  const paths: string[] = []
  const link = createLink({
    connection,
    clock: browserEnvironment().clock,
    log: browserEnvironment().log.logger('link'),
    proof: createHandshake({
      identity,
      roomId,
      linkId,
      nonce: randomId(),
      theirKey: () => end.theirKey ?? theirs.publicKey,
      capabilities: end.capabilities ?? spoken,
      theirCapabilities: () => end.theirCapabilities ?? spoken,
    }),
    isPolite: () => identity === mine,
    signal: onSignal,
    onOpen: () => undefined,
    onEnd: (end) => ends.push(end),
    onControl: (data) => control.push(String(data)),
    onChat: (data) => chat.push(String(data)),
    onIceState: (state) => iceStates.push(state),
    onPath: (path) => paths.push(path),
  })
  onTestFinished(() => link.close())
  return { link, connection, chat, control, ends, iceStates, paths }
}

/** Hands a link's signals to the other, as the mesh does: an offer to an open link is the wish for a new path. */
export function take(link: Link, body: Body): void {
  if ('candidates' in body) void link.addCandidates(body.candidates)
  else if (body.type === 'offer' && link.isOpen()) void link.acceptRestart(body.sdp)
  else if (body.type === 'offer') void link.acceptOffer(body.sdp, body.nonce)
  else void link.acceptAnswer(body.sdp, body.nonce, body.proof)
}

/** Two links that are open to each other. */
export async function startPair() {
  const one = startEnd((body) => take(other.link, body))
  const other = startEnd((body) => take(one.link, body), { identity: theirs, theirKey: mine.publicKey })
  void one.link.offer()
  await expect.poll(() => one.link.isOpen() && other.link.isOpen()).toBe(true)
  return { one, other }
}
