import type { Identity } from '../identity/identity.ts'
import { isSignedBy, peerIdOf } from '../wire/signature.ts'
import type { SignedMessage } from './protocol.ts'

/** A message that its author signed for this room: nobody else can have said it, and nothing of it was changed. */
export interface VerifiedMessage extends SignedMessage {
  readonly authorId: string
}

type Unsigned = Pick<SignedMessage, 'authorName' | 'seq' | 'atMs' | 'text'>

/** What is signed. The room is in it, so that nothing said in one room can be played in another. */
function canonicalText(roomId: string, authorId: string, { authorName, seq, atMs, text }: Unsigned): string {
  return JSON.stringify([roomId, authorId, seq, atMs, authorName, text])
}

export async function signMessage(
  identity: Identity,
  roomId: string,
  unsigned: Unsigned,
): Promise<VerifiedMessage> {
  const { peerId: authorId, publicKey: authorKey } = identity
  const signature = await identity.sign('entry', canonicalText(roomId, authorId, unsigned))
  return { ...unsigned, authorId, authorKey, signature }
}

/** The message with its author; undefined for what was not signed so, by that key, for that room. */
export async function verifyMessage(
  roomId: string,
  message: SignedMessage,
): Promise<VerifiedMessage | undefined> {
  const authorId = await peerIdOf(message.authorKey)
  if (authorId === undefined) return undefined
  const text = canonicalText(roomId, authorId, message)
  const isGenuine = await isSignedBy(message.authorKey, 'entry', text, message.signature)
  return isGenuine ? { ...message, authorId } : undefined
}

/** As it goes over the wire: without what follows from the rest, and without what is only ours. */
export function toWire(message: SignedMessage): SignedMessage {
  const { authorKey, authorName, seq, atMs, text, signature } = message
  return { authorKey, authorName, seq, atMs, text, signature }
}
