import { limits } from '../base/limits.ts'
import type { EntryRow, SidetoneDatabase } from '../storage/database.ts'
import { addToChain, newestOf, type ChainRanges } from './chain.ts'
import { addEquivocation, raiseOwnSeq } from './entry-store.ts'
import type { Appended } from './appended.ts'
import { applyChanges } from './changes.ts'
import { hasDisappearedBefore } from './gaps.ts'
import { asKept } from './lifetime.ts'
import type { VerifiedEntry } from './signed-entry.ts'
import {
  findNeighbours,
  followedBy,
  inOrderShown,
  placeKey,
  readFollowed,
  sortKeyAmong,
  type Arrival,
} from './sort-key.ts'

/** A row before it has its place in the database's own count. */
type NewRow = Omit<EntryRow, 'order'>

/** What is read once for a batch, and kept up to date while it is gone through. */
interface AuthorState {
  /** The author's rows next to those of the batch, and those of the batch as they are added; by `seq`. */
  readonly rows: NewRow[]
  ranges: ChainRanges
  newestSortKey: number
}

/** The rows of an author that lie between some numbers, or next to them, ascending. */
async function readAround(
  target: SidetoneDatabase,
  roomId: string,
  authorId: string,
  seqs: readonly number[],
): Promise<EntryRow[]> {
  const [min, max] = [Math.min(...seqs), Math.max(...seqs)]
  // Numbers may lie far apart, with any number of rows between.
  const isDense = max - min <= 8 * limits.maxEntriesPerTurn
  const asked = isDense ? [min, max] : seqs
  const rows = new Map<number, EntryRow>()
  for (const seq of asked) {
    const { before, after } = await findNeighbours(target, { roomId, authorId, seq })
    for (const row of [before, after]) if (row) rows.set(row.seq, row)
  }
  if (isDense && max > min) {
    const between = await target.entries
      .where('[roomId+authorId+seq]')
      .between([roomId, authorId, min], [roomId, authorId, max], true, true)
      .toArray()
    for (const row of between) rows.set(row.seq, row)
  }
  return [...rows.values()].sort((a, b) => a.seq - b.seq)
}

/** Writes a batch of what came, within a transaction, with as few questions to the database as may be. */
export async function appendBatch(
  target: SidetoneDatabase,
  { ownId, roomId }: { readonly ownId: string; readonly roomId: string },
  received: readonly VerifiedEntry[],
  arrivalOf: (entry: VerifiedEntry) => Arrival,
  nowMs: number,
): Promise<Appended> {
  const appended: Appended = { added: [], known: [], equivocations: [], forked: [], gaps: [] }
  const authors = new Map<string, AuthorState>()
  const fresh: NewRow[] = []
  const others: { first: NewRow; second: VerifiedEntry }[] = []
  let newestShown = 0
  /** Where each entry is shown that one of these follows. */
  let sortKeys = new Map<string, number>()
  /** The same, or of the one before it that came with them. */
  function followedKey(authorId: string, seq: number): number {
    const before = authors.get(authorId)?.rows.findLast((row) => row.seq <= seq)
    return Math.max(sortKeys.get(placeKey(authorId, seq)) ?? 0, before?.sortKey ?? 0)
  }

  async function readState(authorId: string) {
    const seqs = received.filter((entry) => entry.authorId === authorId).map(({ seq }) => seq)
    const vector = await target.versionVectors.get([roomId, authorId])
    authors.set(authorId, {
      rows: await readAround(target, roomId, authorId, seqs),
      ranges: vector?.ranges ?? [],
      newestSortKey: vector?.newestSortKey ?? 0,
    })
  }

  function sortKeyOf(entry: VerifiedEntry, before: NewRow | undefined, after: NewRow | undefined): number {
    // Ours come back from others only where we lost them, and our own clock is believed.
    if (entry.authorId === ownId) return Math.min(entry.atMs, nowMs)
    const sortKey = sortKeyAmong(entry, { before, after }, arrivalOf(entry), {
      newest: newestShown,
      followed: followedBy(entry, followedKey),
      nowMs,
    })
    newestShown = Math.max(newestShown, sortKey)
    return sortKey
  }

  /** Without waiting for anything: Dexie follows a transaction through so many promises of others only. */
  function append(entry: VerifiedEntry) {
    const state = authors.get(entry.authorId)
    if (!state) return
    const index = state.rows.findLastIndex(({ seq }) => seq <= entry.seq)
    const [before, after] = [state.rows[index], state.rows[index + 1]]
    if (before?.seq === entry.seq) {
      if (before.digest === entry.digest) appended.known.push(entry)
      else others.push({ first: before, second: entry })
      return
    }
    const sortKey = sortKeyOf(entry, before, after)
    const row = asKept<NewRow>({ ...entry, roomId, sortKey, receivedAtMs: nowMs }, arrivalOf(entry))
    fresh.push(row)
    state.rows.splice(index + 1, 0, row)
    state.ranges = newestOf(addToChain(state.ranges, entry))
    state.newestSortKey = Math.max(state.newestSortKey, sortKey)
    if (!entry.prev || !before) return
    if (before.seq === entry.prev[0] && before.digest !== entry.prev[1]) appended.forked.push(entry)
    if (before.seq < entry.prev[0] && !hasDisappearedBefore(entry, nowMs)) appended.gaps.push(entry)
  }

  for (const authorId of new Set(received.map((entry) => entry.authorId))) await readState(authorId)
  sortKeys = await readFollowed(target, roomId, received)
  newestShown = (await inOrderShown(target.entries, roomId).last())?.sortKey ?? 0
  for (const entry of received) append(entry)
  for (const { first, second } of others) {
    // Of ours, what we said since may get another number instead (own-entries.ts).
    const isNew = second.authorId !== ownId && (await addEquivocation(target, roomId, second, nowMs))
    appended.equivocations.push({ first, second, isNew })
  }
  if (fresh.length === 0) return appended
  const orders = await target.entries.bulkAdd(fresh, { allKeys: true })
  for (const [index, row] of fresh.entries()) appended.added.push({ ...row, order: orders[index] ?? 0 })
  await applyChanges(target, roomId, appended.added)
  await target.versionVectors.bulkPut(
    [...authors].map(([authorId, { newestSortKey, ranges }]) => ({
      roomId,
      authorId,
      ranges: [...ranges],
      newestSortKey,
    })),
  )
  for (const { authorId, ...row } of fresh) if (authorId === ownId) await raiseOwnSeq(target, roomId, row)
  return appended
}
