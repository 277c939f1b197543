import type { Identity } from '../identity/identity.ts'
import { limits } from '../base/limits.ts'
import { anyone, type EntryRow, type SidetoneDatabase, type VersionVectorRow } from '../storage/database.ts'
import { retryBroken } from '../storage/retry-broken.ts'
import { parseContent, type Prev } from '../wire/entry.ts'
import { applyChanges } from './changes.ts'
import { addEquivocation, rebuildVector, writeLog, type RoomLog } from './entry-store.ts'
import type { EntryLog } from './entry-log.ts'
import { contains } from '../base/ranges.ts'
import { renameIn, type Renamed } from './rename-references.ts'
import { signEntry, type VerifiedEntry } from './signed-entry.ts'
import { inOrderShown, sortKeyAmong, timeAfter } from './sort-key.ts'

/** What somebody at this browser says. */
export interface Said {
  readonly kind: string
  readonly body: unknown
}

/** What an own entry names, and its number is one more than. */
interface Next {
  readonly prev: Prev
  readonly seq: number
  /** Of ours. */
  readonly vector: VersionVectorRow | undefined
  readonly follows: readonly (readonly [authorId: string, seq: number])[]
  /** The sort key of what is shown last. */
  readonly followed: number
}

const isSame = (a: Prev, b: Prev) => a?.[0] === b?.[0] && a?.[1] === b?.[1]

/** What becomes of own entries whose numbers are taken. */
interface Moves {
  /** With new numbers. */
  readonly moved: EntryRow[]
  /** Those of which nothing is left to sign again, by their place in the database's own count. */
  readonly gone: number[]
  /** What has the numbers from now on. */
  readonly taken: VerifiedEntry[]
  /** Of all of ours. */
  readonly lastSeq: number
  readonly lastDigest: string
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
  /** What the next entry names, as it was read before anybody said it. */
  let ahead: { readonly revision: number; readonly next: Promise<Next> } | undefined
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

  async function readNext(): Promise<Next> {
    const [{ prev, seq }, vector, follows, lastShown] = await Promise.all([
      last(),
      ownDatabase.versionVectors.get([roomId, ownId]),
      log.newestOfOthers(limits.maxFollows),
      inOrderShown(entries, roomId).last(),
    ])
    return { prev, seq, vector, follows, followed: lastShown?.sortKey ?? 0 }
  }

  function takeNext(): Promise<Next> {
    const found = ahead
    ahead = undefined
    return found?.revision === log.revision() ? found.next : readNext()
  }

  /** Signed outside of a transaction, which would not wait for it; undefined where the number was given away meanwhile. */
  async function appendNext(said: Said, nowMs: number): Promise<EntryRow | undefined> {
    const { followed, follows, prev, seq, vector } = await takeNext()
    const entry = await signEntry(identity, roomId, {
      ...said,
      seq: seq + 1,
      atMs: timeAfter(followed, nowMs),
      name: options.name,
      prev,
      follows,
    })
    const before = vector && { sortKey: vector.newestSortKey }
    const shown = { newest: followed, followed, nowMs }
    const sortKey = sortKeyAmong(entry, { before, after: undefined }, 'live', shown)
    try {
      return await writeLog(ownDatabase, options, async () => {
        // Asked for and written in one go: somebody waits to see it sent.
        const [newest, row] = await Promise.all([
          last(),
          log.addOwn(ownDatabase, entry, { sortKey, nowMs, vector }),
        ])
        if (!isSame(newest.prev, prev)) throw new Error('The number was given away meanwhile.')
        return row
      })
    } catch (error) {
      // Whatever failed first where the number is taken: nothing was written, and there is another number.
      if (isSame((await last()).prev, prev)) throw error
      return undefined
    } finally {
      // Read meanwhile, it may be of before.
      ahead = undefined
    }
  }

  /** What a row says, signed again as it stands under another number; undefined where nothing is left of it. */
  async function signAgain(
    row: EntryRow,
    seq: number,
    prev: Prev,
    renamed: Renamed,
  ): Promise<EntryRow | undefined> {
    const content = parseContent(row.signedText)
    if (!content) return undefined
    const body = renameIn(content.body, renamed)
    const again = await signEntry(identity, roomId, { ...content, body, seq, prev })
    renamed.set(row.digest, [seq, again.digest])
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
  async function planMoves(nowMs: number): Promise<Moves> {
    const found = await collisions()
    const kept = await Promise.all(found.map(({ row }) => isConfirmed(row.seq)))
    const taken: VerifiedEntry[] = []
    const moved: EntryRow[] = []
    const gone: number[] = []
    const renamed: Renamed = new Map()
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
      taken.push(entry)
      const again = await signAgain(row, seq + 1, prev, renamed)
      if (!again) {
        gone.push(row.order)
        continue
      }
      seq += 1
      prev = [seq, again.digest]
      moved.push(again)
    }
    return { moved, gone, taken, lastSeq: seq, lastDigest: prev?.[1] ?? '' }
  }

  /** All at once, so that no number is ever given away twice. */
  async function writeMoves({ gone, lastDigest, lastSeq, moved, taken }: Moves, nowMs: number) {
    if (taken.length === 0) return
    await writeLog(ownDatabase, options, async () => {
      await entries.bulkDelete(gone)
      await entries.bulkPut(moved)
      // Our own clock is believed: what was said before stands before what was said since.
      const rows = taken.map((entry) => ({
        ...entry,
        roomId,
        sortKey: Math.min(entry.atMs, nowMs),
        receivedAtMs: nowMs,
      }))
      const orders = await entries.bulkAdd(rows, { allKeys: true })
      const added = rows.map((row, index) => ({ ...row, order: orders[index] ?? 0 }))
      await applyChanges(ownDatabase, roomId, [...moved, ...added])
      await rebuildVector(ownDatabase, roomId, ownId)
      await ownSeqs.put({ roomId, lastSeq, lastDigest })
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

    /** Reads what the next entry names, so that it doesn't have to be read while a person waits to see it sent. */
    readAhead() {
      const revision = log.revision()
      if (ahead?.revision === revision) return
      const next = readNext()
      ahead = { revision, next }
      // It's read again when it's needed, and what fails then is said.
      next.catch(() => {
        if (ahead?.next === next) ahead = undefined
      })
    },

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
      const moves = await planMoves(nowMs)
      await writeMoves(moves, nowMs)
      lost.clear()
      return moves.moved
    },
  }
}

export type OwnEntries = ReturnType<typeof createOwnEntries>
