import type { Identity } from '../identity/identity.ts'
import type { SignedEntryColumns } from '../storage/database.ts'
import {
  contentText,
  digestOf,
  parseContent,
  type Entry,
  type EntryContent,
  type Prev,
} from '../wire/entry.ts'
import { isSignedBy, peerIdOf } from '../wire/signature.ts'
import { projectionOf } from './kinds/index.ts'

/** An entry that its author signed for this room: nobody else can have said it, and nothing of it was changed. */
export type VerifiedEntry = SignedEntryColumns

/** What an author says, besides what follows from room and identity. */
export interface Unsigned {
  readonly seq: number
  readonly atMs: number
  readonly name: string
  readonly kind: string
  readonly body: unknown
  readonly prev: Prev
  readonly follows: readonly (readonly [authorId: string, seq: number])[]
  /** When the entry before disappears, if it does. */
  readonly prevDueMs?: number | undefined
}

export async function signEntry(
  identity: Identity,
  roomId: string,
  unsigned: Unsigned,
): Promise<VerifiedEntry> {
  const { peerId: author, publicKey: authorKey } = identity
  const { follows, prev, ...rest } = unsigned
  const content: EntryContent = {
    ...rest,
    room: roomId,
    author,
    prev: prev && [prev[0], prev[1]],
    follows: follows.map(([authorId, seq]) => [authorId, seq]),
  }
  const signedText = contentText(content)
  const [signature, digest] = await Promise.all([identity.sign('entry', signedText), digestOf(signedText)])
  return columnsOf(content, { key: authorKey, text: signedText, signature }, digest)
}

function columnsOf(content: EntryContent, { key, text, signature }: Entry, digest: string): VerifiedEntry {
  const { author, name, seq, atMs, kind, prev, prevDueMs } = content
  return {
    authorId: author,
    authorKey: key,
    authorName: name,
    seq,
    atMs,
    kind,
    prev,
    digest,
    signedText: text,
    signature,
    ...(prevDueMs !== undefined && { prevDueMs }),
    ...projectionOf(content),
  }
}

/**
 * The entry as it is kept. `forged`: not signed by that key, or for another room or author. `malformed`: signed or
 * not, it isn't what an entry has to be, or its body isn't what its kind, which we know, has to be.
 */
export async function verifyEntry(
  roomId: string,
  entry: Entry,
): Promise<VerifiedEntry | 'malformed' | 'forged'> {
  const content = parseContent(entry.text)
  if (!content || !projectionOf(content)) return 'malformed'
  if (content.room !== roomId) return 'forged'
  const [authorId, isGenuine, digest] = await Promise.all([
    peerIdOf(entry.key),
    isSignedBy(entry.key, 'entry', entry.text, entry.signature),
    digestOf(entry.text),
  ])
  return isGenuine && authorId === content.author ? columnsOf(content, entry, digest) : 'forged'
}

/** As it goes over the wire. */
export function toWire({ authorKey, signature, signedText }: VerifiedEntry): Entry {
  return { key: authorKey, text: signedText, signature }
}
