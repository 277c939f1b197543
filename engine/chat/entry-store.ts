import { Dexie } from 'dexie'
import { limits } from '../base/limits.ts'
import type { EntryRow, SidetoneDatabase, VersionVectorRow } from '../storage/database.ts'
import { addToChain, newestOf } from './chain.ts'
import { dueAtMs } from './lifetime.ts'
import type { VerifiedEntry } from './signed-entry.ts'

/** Where a room's entries are, and whose browser it is. */
export interface RoomLog {
  readonly roomId: string
  readonly ownId: string
  /** Once it is aborted, whatever would be written is not, and throws. */
  readonly closed: AbortSignal
}

/** The tables that writing an entry may touch. */
export const logTables = ({
  entries,
  equivocations,
  marks,
  ownSeqs,
  receipts,
  versionVectors,
}: SidetoneDatabase) => [entries, equivocations, marks, ownSeqs, receipts, versionVectors]

/**
 * The order of transactions is that in which they begin: one that was begun before a deletion is over by then, and none
 * begins after the room was left.
 */
export function writeLog<Result>(
  database: SidetoneDatabase,
  { closed }: RoomLog,
  task: () => Promise<Result>,
): Promise<Result> {
  closed.throwIfAborted()
  return database.transaction('rw', logTables(database), task)
}

/** An author's version vector with one entry more. */
export function vectorWith(
  known: VersionVectorRow | undefined,
  { authorId, roomId, sortKey, ...entry }: Omit<EntryRow, 'order'>,
): VersionVectorRow {
  const ranges = newestOf(addToChain(known?.ranges ?? [], entry))
  return { roomId, authorId, ranges, newestSortKey: Math.max(known?.newestSortKey ?? 0, sortKey) }
}

/** Makes the version vector of an author anew from what is on disk; within a transaction. */
export async function rebuildVector(
  { entries, versionVectors }: SidetoneDatabase,
  roomId: string,
  authorId: string,
): Promise<void> {
  const known = await versionVectors.get([roomId, authorId])
  let ranges = new Array<ReturnType<typeof addToChain>[number]>()
  await entries
    .where('[roomId+authorId+seq]')
    .between([roomId, authorId, Dexie.minKey], [roomId, authorId, Dexie.maxKey])
    .each((entry) => {
      ranges = newestOf(addToChain(ranges, entry))
    })
  await versionVectors.put({ roomId, authorId, ranges, newestSortKey: known?.newestSortKey ?? 0 })
}

/** Keeps the number of an own entry from being given away again; within a transaction. */
export async function raiseOwnSeq(
  { ownSeqs }: SidetoneDatabase,
  roomId: string,
  { digest, seq }: Pick<VerifiedEntry, 'digest' | 'seq'>,
): Promise<void> {
  const last = await ownSeqs.get(roomId)
  if (seq > (last?.lastSeq ?? 0)) await ownSeqs.put({ ...last, roomId, lastSeq: seq, lastDigest: digest })
}

/**
 * Keeps a second text that was signed under a number, within a transaction; false where it is kept already, or where
 * that author or the room has too many.
 */
export async function addEquivocation(
  { equivocations }: SidetoneDatabase,
  roomId: string,
  entry: VerifiedEntry,
  receivedAtMs: number,
): Promise<boolean> {
  const { authorId, digest, seq } = entry
  if (await equivocations.get([roomId, authorId, seq, digest])) return false
  const countOf = (from: readonly unknown[], to: readonly unknown[]) =>
    equivocations.where('[roomId+authorId+seq+digest]').between(from, to).count()
  const [ofAuthor, ofRoom] = [
    await countOf([roomId, authorId, Dexie.minKey], [roomId, authorId, Dexie.maxKey]),
    await countOf([roomId, Dexie.minKey], [roomId, Dexie.maxKey]),
  ]
  if (ofAuthor >= limits.maxEquivocationsPerAuthor || ofRoom >= limits.maxEquivocationsPerRoom) return false
  const due = dueAtMs(entry, 'past', receivedAtMs)
  // What has disappeared elsewhere is no news.
  if (due !== undefined && due <= receivedAtMs) return false
  await equivocations.add({ ...entry, roomId, receivedAtMs, ...(due !== undefined && { dueAtMs: due }) })
  return true
}
