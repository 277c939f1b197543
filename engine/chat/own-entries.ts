import type { Identity } from '../identity/identity.ts'
import { limits } from '../base/limits.ts'
import { anyone, type EntryRow, type SidetoneDatabase } from '../storage/database.ts'
import { retryBroken } from '../storage/retry-broken.ts'
import { parseContent, type Prev } from '../wire/entry.ts'
import { addEquivocation, rebuildVector, writeLog, type RoomLog } from './entry-store.ts'
import type { EntryLog } from './entry-log.ts'
import { contains } from './ranges.ts'
import { signEntry, type VerifiedEntry } from './signed-entry.ts'
import { findNeighbours, inOrderShown, sortKeyAmong } from './sort-key.ts'

/** What somebody at this browser says. */
export interface Said {
  readonly kind: string
  readonly body: unknown
}

/**
 * Our own entries and their numbers. An entry and its number are written in one transaction, with strict durability.
 * Where the disk lost some all the same, and numbers were given away twice, others show us what we said before: that
 * keeps its number, and what was said since and nobody has confirmed is signed again under a new one.
 */
export function createOwnEntries(
  options: RoomLog & {
    readonly ownDatabase: SidetoneDatabase
    readonly identity: Identity
    readonly name: string
    readonly log: EntryLog
  },
) {
  const { identity, log, ownDatabase, ownId, roomId } = options
  const { entries, ownSeqs, receipts } = ownDatabase
  let writing: Promise<unknown> = Promise.resolve()
  /** Own entries that others showed us, and under whose numbers we have said something else. */
  const lost = new Map<number, VerifiedEntry>()

  /** One after the other: what is said first gets the lower number. */
  function inTurn<Result>(task: () => Promise<Result>): Promise<Result> {
    const done = writing.then(task)
    writing = done.then(
      () => undefined,
      () => undefined,
    )
    return done
  }

  async function last(): Promise<{ seq: number; prev: Prev }> {
    const row = await ownSeqs.get(roomId)
    return row ? { seq: row.lastSeq, prev: [row.lastSeq, row.lastDigest] } : { seq: 0, prev: null }
  }

  /** Signed outside of a transaction, which would not wait for it; undefined where the number was given away meanwhile. */
  async function appendNext(said: Said, nowMs: number): Promise<EntryRow | undefined> {
    const [{ prev, seq }, follows] = await Promise.all([last(), log.newestOfOthers(limits.maxFollows)])
    const entry = await signEntry(identity, roomId, {
      ...said,
      seq: seq + 1,
      atMs: Math.floor(nowMs),
      name: options.name,
      prev,
      follows,
    })
    return writeLog(ownDatabase, options, async () => {
      const [newest, { before }, newestShown] = await Promise.all([
        last(),
        findNeighbours(ownDatabase, { ...entry, roomId }),
        inOrderShown(entries, roomId).last(),
      ])
      if (newest.seq !== seq) return undefined
      const neighbours = { before, after: undefined }
      const sortKey = sortKeyAmong(entry, neighbours, 'live', newestShown?.sortKey ?? 0, nowMs)
      return log.add(ownDatabase, entry, sortKey, nowMs)
    })
  }

  /** What a row says, signed again as it stands under another number. */
  async function signAgain(row: EntryRow, seq: number, prev: Prev): Promise<EntryRow | undefined> {
    const content = parseContent(row.signedText)
    if (!content) return undefined
    const again = await signEntry(identity, roomId, { ...content, seq, prev })
    // In its place in the list, and in what was read.
    const { order, receivedAtMs, sortKey } = row
    return { ...again, order, roomId, sortKey, receivedAtMs }
  }

  const isConfirmed = async (seq: number) =>
    contains((await receipts.get([roomId, anyone]))?.ranges ?? [], seq)

  /** Those of the lost ones whose numbers are taken, with what stands there. */
  async function collisions(): Promise<{ taken: VerifiedEntry; row: EntryRow }[]> {
    const found: { taken: VerifiedEntry; row: EntryRow }[] = []
    for (const taken of sortedLost()) {
      const row = await log.find(ownId, taken.seq)
      if (row && row.digest !== taken.digest) found.push({ taken, row })
    }
    return found
  }

  /** New numbers for what nobody has confirmed; both texts stay where somebody has. */
  async function planMoves(nowMs: number): Promise<{ moved: EntryRow[]; taken: VerifiedEntry[] }> {
    const found = await collisions()
    const kept = await Promise.all(found.map(({ row }) => isConfirmed(row.seq)))
    const taken: VerifiedEntry[] = []
    const moved: EntryRow[] = []
    const known = await last()
    const newest = found.at(-1)?.taken
    // What is taken back may itself be the newest of all.
    let { prev, seq } = known
    if (newest && newest.seq >= seq && !kept.at(-1)) [seq, prev] = [newest.seq, [newest.seq, newest.digest]]
    for (const [index, { row, taken: entry }] of found.entries()) {
      if (kept[index]) {
        await writeLog(ownDatabase, options, async () => addEquivocation(ownDatabase, roomId, entry, nowMs))
        continue
      }
      const again = await signAgain(row, seq + 1, prev)
      if (!again) continue
      seq += 1
      prev = [seq, again.digest]
      moved.push(again)
      taken.push(entry)
    }
    return { moved, taken }
  }

  /** All at once, so that no number is ever given away twice. */
  async function writeMoves(moved: readonly EntryRow[], taken: readonly VerifiedEntry[], nowMs: number) {
    const newest = moved.at(-1)
    if (!newest) return
    await writeLog(ownDatabase, options, async () => {
      await entries.bulkPut(moved)
      // Our own clock is believed: what was said before stands before what was said since.
      const rows = taken.map((entry) => ({
        ...entry,
        roomId,
        sortKey: Math.min(entry.atMs, nowMs),
        receivedAtMs: nowMs,
      }))
      await entries.bulkAdd(rows)
      await rebuildVector(ownDatabase, roomId, ownId)
      await ownSeqs.put({ roomId, lastSeq: newest.seq, lastDigest: newest.digest })
    })
  }

  const sortedLost = () => [...lost.values()].sort((a, b) => a.seq - b.seq)

  /** Whether what the first of the lost ones names as the one before is where it should be. */
  async function isComplete(): Promise<boolean> {
    const prev = sortedLost()[0]?.prev
    if (!prev || (await log.knows(ownId, prev[0], prev[1]))) return true
    return (await log.find(ownId, prev[0])) === undefined
  }

  return {
    /** Writes an own entry under the next number; when this resolves it is on disk. */
    append: (said: Said, nowMs: number): Promise<EntryRow> =>
      inTurn(async () => {
        for (;;) {
          const row = await retryBroken(() => appendNext(said, nowMs))
          if (row) return row
        }
      }),

    /** Runs a task while no own entry is being written. */
    inTurn,

    /**
     * Takes own entries back, which others have and under whose numbers we have said something else that nobody has
     * confirmed: that gets new numbers, in the order in which it was said. So all is taken at once, when it's known down
     * to where the stories part. To be run in turn; resolves with the rows that have new numbers.
     */
    async reclaim(found: readonly VerifiedEntry[], nowMs: number): Promise<EntryRow[]> {
      for (const entry of found) if (lost.size < limits.maxOutboxEntries) lost.set(entry.seq, entry)
      if (!(await isComplete())) return []
      const { moved, taken } = await planMoves(nowMs)
      await writeMoves(moved, taken, nowMs)
      lost.clear()
      return moved
    },
  }
}

export type OwnEntries = ReturnType<typeof createOwnEntries>
