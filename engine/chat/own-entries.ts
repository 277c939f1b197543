import { Dexie } from 'dexie'
import { limits } from '../base/limits.ts'
import { contains } from '../base/ranges.ts'
import { anyone, type EntryRow, type TargetKey } from '../storage/database.ts'
import { applyChanges } from './changes.ts'
import { addEquivocation, rebuildVector, writeLog } from './entry-store.ts'
import { parseTarget, targetKey } from './kinds/reference.ts'
import { asKept } from './lifetime.ts'
import { createOwnNumbers } from './own-numbers.ts'
import { createOwnWriter, type OwnWriterOptions } from './own-writer.ts'
import type { Renamed } from './rename-references.ts'
import { inPlaceOf, leadAnew, namesAny, signAgain } from './sign-again.ts'
import type { VerifiedEntry } from './signed-entry.ts'

/** What becomes of own entries whose numbers are taken. */
interface Moves {
  /** With new numbers. */
  readonly moved: EntryRow[]
  /** What somebody has confirmed and names what moved, once more and by the new names. */
  readonly repeated: VerifiedEntry[]
  /** The same of what has a place in the thread, and so isn't said twice: where it leads to is put right here. */
  readonly led: EntryRow[]
  /** Those of which nothing is left to sign again, by their place in the database's own count. */
  readonly gone: number[]
  /** What has the numbers from now on. */
  readonly taken: VerifiedEntry[]
  /** Of all of ours. */
  readonly lastSeq: number
  readonly lastDigest: string
}

/**
 * Our own entries (own-writer.ts) and their numbers (own-numbers.ts). Where the disk lost some all the same, and numbers were given away twice, others show us what we said before: that
 * keeps its number, and what was said since and nobody has confirmed is signed again under a new one.
 */
export function createOwnEntries(options: Omit<OwnWriterOptions, 'numbers'>) {
  const { identity, log, ownDatabase, ownId, roomId } = options
  const { entries, ownSeqs, receipts } = ownDatabase
  const numbers = createOwnNumbers({ ownDatabase, roomId })
  const writer = createOwnWriter({ ...options, numbers })
  /** Own entries that others showed us, and under whose numbers we have said something else. */
  const lost = new Map<number, VerifiedEntry>()
  /** By the digest that they had, what own entries are called that were signed again. */
  const names: Renamed = new Map()

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

  /** Parts the collisions into those that move and those that stay as they are, since somebody has confirmed ours. */
  async function partCollisions() {
    const moving: { taken: VerifiedEntry; row: EntryRow }[] = []
    const staying: VerifiedEntry[] = []
    for (const one of await collisions()) {
      if (await isConfirmed(one.row.seq)) staying.push(one.taken)
      else moving.push(one)
    }
    return { moving, staying }
  }

  /** What stands after a number, ascending: what nobody has confirmed yet, and what somebody has. */
  async function saidAfter(seq: number) {
    const rows = await entries
      .where('[roomId+authorId+seq]')
      .between([roomId, ownId, seq], [roomId, ownId, Dexie.maxKey], false, true)
      .toArray()
    const confirmed = (await receipts.get([roomId, anyone]))?.ranges ?? []
    return {
      unconfirmed: rows.filter((row) => !contains(confirmed, row.seq)),
      confirmed: rows.filter((row) => contains(confirmed, row.seq)),
    }
  }

  /**
   * New numbers for what nobody has confirmed, from the first one whose number is taken on: what follows names those
   * before it. Both texts stay where somebody has confirmed ours.
   */
  async function planMoves(nowMs: number): Promise<Moves | undefined> {
    const { moving, staying } = await partCollisions()
    for (const entry of staying) {
      await writeLog(ownDatabase, options, async () => addEquivocation(ownDatabase, roomId, entry, nowMs))
    }
    const first = moving[0]
    if (!first) return undefined
    const taken = moving.map((one) => one.taken)
    const { confirmed, unconfirmed } = await saidAfter(first.row.seq - 1)
    const newestTaken = taken.at(-1) ?? first.taken
    const newestKept = confirmed.at(-1)
    const before = newestKept && newestKept.seq > newestTaken.seq ? newestKept : newestTaken
    const lastSeq = Math.max((await numbers.last()).seq, before.seq)
    return { taken, ...(await signMoves({ before, confirmed, lastSeq, unconfirmed })) }
  }

  /** What moves, signed again, and after it what names it and stays: that is said again, by the new names. */
  async function signMoves(given: {
    readonly before: VerifiedEntry
    readonly lastSeq: number
    readonly unconfirmed: readonly EntryRow[]
    readonly confirmed: readonly EntryRow[]
  }): Promise<Omit<Moves, 'taken'>> {
    const renamed: Renamed = new Map()
    const moves = {
      moved: new Array<EntryRow>(),
      repeated: new Array<VerifiedEntry>(),
      gone: new Array<number>(),
    }
    let [before, seq] = [given.before, given.lastSeq]
    const signNext = async (row: EntryRow) => {
      const again = await signAgain(identity, roomId, row, { seq: seq + 1, before, renamed })
      if (again) [before, seq] = [again, seq + 1]
      return again
    }
    for (const row of given.unconfirmed) {
      const again = await signNext(row)
      if (again) moves.moved.push(inPlaceOf(row, again))
      else moves.gone.push(row.order)
    }
    const led: EntryRow[] = []
    for (const row of given.confirmed) {
      if (!namesAny(row, renamed)) continue
      if (row.isShown) led.push(leadAnew(row, renamed))
      else {
        const again = await signNext(row)
        if (again) moves.repeated.push(again)
      }
    }
    noteNames(renamed)
    return { ...moves, led, lastSeq: seq, lastDigest: before.digest }
  }

  /** Keeps the new names of what moved, for panels that still show the old ones. */
  function noteNames(renamed: Renamed) {
    for (const [digest, name] of renamed) names.set(digest, name)
    for (const oldest of names.keys()) {
      if (names.size <= limits.maxOutboxEntries) break
      names.delete(oldest)
    }
  }

  /** All at once, so that no number is ever given away twice. */
  async function writeMoves(moves: Moves, nowMs: number): Promise<EntryRow[]> {
    const { gone, lastDigest, lastSeq, led, moved, repeated, taken } = moves
    return writeLog(ownDatabase, options, async () => {
      await entries.bulkDelete(gone)
      await entries.bulkPut([...moved, ...led])
      // Our own clock is believed: what was said before stands before what was said since.
      const asRow = (entry: VerifiedEntry) =>
        asKept<Omit<EntryRow, 'order'>>(
          { ...entry, roomId, sortKey: Math.min(entry.atMs, nowMs), receivedAtMs: nowMs },
          'past',
        )
      const rows = [...taken, ...repeated].map(asRow)
      const orders = await entries.bulkAdd(rows, { allKeys: true })
      const added = rows.map((row, index) => ({ ...row, order: orders[index] ?? 0 }))
      await applyChanges(ownDatabase, roomId, [...moved, ...added])
      await rebuildVector(ownDatabase, roomId, ownId)
      await ownSeqs.put({ roomId, lastSeq, lastDigest })
      return [...moved, ...added.slice(taken.length)]
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
    append: writer.append,
    readAhead: writer.readAhead,
    reserve: writer.reserve,
    release: writer.release,
    written: writer.written,

    /** Runs a task while no own entry is being written. It may change which numbers are given away. */
    inTurn: <Result>(task: () => Promise<Result>): Promise<Result> =>
      writer.inTurn(async () => {
        try {
          return await task()
        } finally {
          numbers.drop()
        }
      }),

    /** What an own entry is called now that had that name before it was signed again. */
    nameNow(target: TargetKey): TargetKey {
      const { authorId, digest } = parseTarget(target)
      let name = authorId === ownId ? names.get(digest) : undefined
      for (let next = name; next; next = names.get(next[1])) name = next
      return name ? targetKey(ownId, ...name) : target
    },

    /**
     * Takes own entries back, which others have and under whose numbers we have said something else that nobody has
     * confirmed: that gets new numbers, in the order in which it was said. So all is taken at once, when it's known down
     * to where the stories part. To be run in turn; resolves with the rows that have new numbers.
     */
    async reclaim(found: readonly VerifiedEntry[], nowMs: number): Promise<EntryRow[]> {
      for (const entry of found) if (lost.size < limits.maxOutboxEntries) lost.set(entry.seq, entry)
      if (!(await isComplete())) return []
      const moves = await planMoves(nowMs)
      const written = moves ? await writeMoves(moves, nowMs) : []
      lost.clear()
      return written
    },
  }
}

export type OwnEntries = ReturnType<typeof createOwnEntries>
