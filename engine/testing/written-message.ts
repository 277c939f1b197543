import type { ChatMessage } from '../chat/protocol.ts'
import { signEntry, toWire } from '../chat/signed-entry.ts'
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
  const said = { name: authorName, seq, atMs, kind: 'text', body: { text }, prev: null, follows: [] }
  return { type: 'entry', entry: toWire(await signEntry(identity, roomId, said)), isLate: false }
}
