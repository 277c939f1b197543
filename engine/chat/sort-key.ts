import { Dexie } from 'dexie'
import type { EntryRow, SidetoneDatabase } from '../storage/database.ts'

/** `live`: said just now, and shown last. `past`: said at some time before, and shown there. */
export type Arrival = 'live' | 'past'

/** Of an entry, next to those of its author that are there already. */
export interface Neighbours {
  /** The last one with a `seq` that is not higher; the entry itself, if it is there. */
  readonly before: EntryRow | undefined
  readonly after: EntryRow | undefined
}

export async function findNeighbours(
  { entries }: SidetoneDatabase,
  { roomId, authorId, seq }: Pick<EntryRow, 'roomId' | 'authorId' | 'seq'>,
): Promise<Neighbours> {
  const between = (from: unknown, to: unknown, includesFrom: boolean) =>
    entries
      .where('[roomId+authorId+seq]')
      .between([roomId, authorId, from], [roomId, authorId, to], includesFrom, true)
  const before = await between(Dexie.minKey, seq, true).last()
  const after = await between(seq, Dexie.maxKey, false).first()
  return { before, after }
}

/**
 * Where an entry is shown: what is said now comes last, what was said before comes where its author's clock puts it,
 * and never later than now. In either case between its author's entries before and after it, so that nobody's
 * words change their order, and a clock that is wrong or lies moves only what its owner said.
 */
export async function chooseSortKey(
  { entries }: SidetoneDatabase,
  entry: Pick<EntryRow, 'roomId' | 'atMs'>,
  { before, after }: Neighbours,
  arrival: Arrival,
  nowMs: number,
): Promise<number> {
  let wished = Math.min(entry.atMs, nowMs)
  if (arrival === 'live') {
    const last = await inOrderShown(entries, entry.roomId).last()
    wished = Math.max(nowMs, (last?.sortKey ?? 0) + 1)
  }
  return Math.min(Math.max(wished, before?.sortKey ?? 0), after?.sortKey ?? Infinity)
}

/** A room's entries as they are shown, the newest last. */
export function inOrderShown(entries: SidetoneDatabase['entries'], roomId: string) {
  return entries
    .where('[roomId+sortKey+authorId+seq]')
    .between([roomId, Dexie.minKey], [roomId, Dexie.maxKey])
}
