import { signMessage, toWire } from '../../engine/chat/signed-message.ts'
import { ensureIdentity } from '../../engine/identity/identity.ts'
import type { SidetoneDatabase } from '../../engine/storage/database.ts'
import type { ChatMessage } from '../../engine/wire/chat.ts'

/**
 * Genuine messages of the engine with this database, as they go over the chat channel, in any number: the engine itself
 * would write each to its disk first. All that the flood knows of how messages are made is here.
 */
export async function signFlood(
  database: SidetoneDatabase,
  roomId: string,
  authorName: string,
  texts: readonly string[],
): Promise<string[]> {
  const identity = await ensureIdentity(database)
  const sign = async (text: string, index: number) => {
    const message = await signMessage(identity, roomId, {
      authorName,
      seq: index + 1,
      atMs: Date.now(),
      text,
    })
    return JSON.stringify({ type: 'message', message: toWire(message), isLate: false } satisfies ChatMessage)
  }
  return Promise.all(texts.map(sign))
}
