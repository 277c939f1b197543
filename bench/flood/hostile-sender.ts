import { signEntry, toWire } from '../../engine/chat/signed-entry.ts'
import type { ChatMessage } from '../../engine/chat/protocol.ts'
import { ensureIdentity } from '../../engine/identity/identity.ts'
import type { SidetoneDatabase } from '../../engine/storage/database.ts'

/**
 * Genuine entries of the engine with this database, as they go over the chat channel, in any number: the engine itself
 * would write each to its disk first. All that the flood knows of how entries are made is here.
 */
export async function signFlood(
  database: SidetoneDatabase,
  roomId: string,
  authorName: string,
  texts: readonly string[],
): Promise<string[]> {
  const identity = await ensureIdentity(database)
  const signed: string[] = []
  let prev: readonly [seq: number, digest: string] | null = null
  for (const [index, text] of texts.entries()) {
    const said = {
      name: authorName,
      seq: index + 1,
      atMs: Date.now(),
      kind: 'text',
      body: { text },
      prev,
      follows: [],
    }
    const entry = await signEntry(identity, roomId, said)
    prev = [entry.seq, entry.digest]
    signed.push(JSON.stringify({ type: 'entry', entry: toWire(entry), isLate: false } satisfies ChatMessage))
  }
  return signed
}
