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
export function sortKeyAmong(
  { atMs }: Pick<EntryRow, 'atMs'>,
  { before, after }: { [Side in keyof Neighbours]: Pick<EntryRow, 'sortKey'> | undefined },
  arrival: Arrival,
  newestShown: number,
  nowMs: number,
): number {
  const wished = arrival === 'live' ? Math.max(nowMs, newestShown + 1) : Math.min(atMs, nowMs)
  return Math.min(Math.max(wished, before?.sortKey ?? 0), after?.sortKey ?? Infinity)
}

/** A room's entries as they are shown, the newest last. */
export function inOrderShown(entries: SidetoneDatabase['entries'], roomId: string) {
  return entries
    .where('[roomId+sortKey+authorId+seq]')
    .between([roomId, Dexie.minKey], [roomId, Dexie.maxKey])
}

/** Those of them that have a place in the thread, and not only say something of another one. */
export function inThread(entries: SidetoneDatabase['entries'], roomId: string) {
  return entries
    .where('[roomId+isShown+sortKey+authorId+seq]')
    .between([roomId, 1, Dexie.minKey], [roomId, 1, Dexie.maxKey])
}
