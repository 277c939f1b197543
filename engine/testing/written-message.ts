import type { ChatMessage } from '../chat/protocol.ts'
import { signMessage, toWire } from '../chat/signed-message.ts'
import type { Identity } from '../identity/identity.ts'

/** What its author says of a chat message. */
export interface Written {
  readonly seq: number
  readonly text: string
  readonly atMs?: number
  readonly authorName?: string
}

/** A chat message as its author sends it. */
export async function writtenMessage(
  identity: Identity,
  roomId: string,
  { atMs = 0, authorName = 'Mallory', seq, text }: Written,
): Promise<ChatMessage> {
  const message = toWire(await signMessage(identity, roomId, { authorName, seq, atMs, text }))
  return { type: 'message', message, isLate: false }
}
