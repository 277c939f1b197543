import { Dexie } from 'dexie'
import type { MessageRow, SidetoneDatabase } from '../storage/database.ts'

/** `live`: said just now, and shown last. `past`: said at some time before, and shown there. */
export type Arrival = 'live' | 'past'

/** Of a message, next to those of its author that are there already. */
export interface Neighbours {
  /** The last one with a `seq` that is not higher; the message itself, if it is there. */
  readonly before: MessageRow | undefined
  readonly after: MessageRow | undefined
}

export async function findNeighbours(
  { messages }: SidetoneDatabase,
  { roomId, authorId, seq }: Pick<MessageRow, 'roomId' | 'authorId' | 'seq'>,
): Promise<Neighbours> {
  const between = (from: unknown, to: unknown, includesFrom: boolean) =>
    messages
      .where('[roomId+authorId+seq]')
      .between([roomId, authorId, from], [roomId, authorId, to], includesFrom, true)
  const before = await between(Dexie.minKey, seq, true).last()
  const after = await between(seq, Dexie.maxKey, false).first()
  return { before, after }
}

/**
 * Where a message is shown: what is said now comes last, what was said before comes where its author's clock puts it,
 * and never later than now. In either case between its author's messages before and after it, so that nobody's
 * words change their order, and a clock that is wrong or lies moves only what its owner said.
 */
export async function choosePlace(
  { messages }: SidetoneDatabase,
  message: Pick<MessageRow, 'roomId' | 'atMs'>,
  { before, after }: Neighbours,
  arrival: Arrival,
  nowMs: number,
): Promise<number> {
  let wished = Math.min(message.atMs, nowMs)
  if (arrival === 'live') {
    const last = await inOrderShown(messages, message.roomId).last()
    wished = Math.max(nowMs, (last?.place ?? 0) + 1)
  }
  return Math.min(Math.max(wished, before?.place ?? 0), after?.place ?? Infinity)
}

/** A room's messages as they are shown, the newest last. */
export function inOrderShown(messages: SidetoneDatabase['messages'], roomId: string) {
  return messages.where('[roomId+place+authorId+seq]').between([roomId, Dexie.minKey], [roomId, Dexie.maxKey])
}
