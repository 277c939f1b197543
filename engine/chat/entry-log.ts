import { Dexie } from 'dexie'
import { limits } from '../base/limits.ts'
import type {
  EntryRef,
  EntryRow,
  OwnSeqRow,
  SidetoneDatabase,
  TargetKey,
  VersionVectorRow,
} from '../storage/database.ts'
import { numbersOf, toWireRanges, type ChainRanges } from './chain.ts'
import { appendBatch } from './append-batch.ts'
import type { Appended } from './appended.ts'
import { applyChanges, droppedAmong, editsOf } from './changes.ts'
import { isOver } from './lifetime.ts'
import { vectorWith, writeLog, type RoomLog } from './entry-store.ts'
import { targetKey } from './kinds/reference.ts'
import { readPinsOf } from './pins.ts'
import type { VersionVector } from './protocol.ts'
import { contains, difference, type Ranges } from '../base/ranges.ts'
import { toWire, type VerifiedEntry } from './signed-entry.ts'
import { inOrderShown, type Arrival } from './sort-key.ts'

/** A room's log on disk: the union of its authors' logs, as far as we have them. */
export function createEntryLog(
  options: RoomLog & {
    readonly database: SidetoneDatabase
    /** The same database, written with strict durability: for own entries and their numbers. */
    readonly ownDatabase: SidetoneDatabase
  },
) {
  const { database, ownDatabase, ownId, roomId } = options
  const { entries, equivocations, versionVectors } = database

  const find = (authorId: string, seq: number) =>
    entries.where('[roomId+authorId+seq]').equals([roomId, authorId, seq]).first()

  let revision = 0

  /** Writes the next own entry, within a transaction that knows that it is the next, and which numbers are given away then. */
  async function addOwn(
    target: SidetoneDatabase,
    row: Omit<EntryRow, 'order'>,
    known: { readonly ownSeq: OwnSeqRow; readonly vector: VersionVectorRow | undefined },
  ): Promise<EntryRow> {
    const [order] = await Promise.all([
      // A copy: Dexie notes the place in what it's given, also where the transaction then fails and others get that place.
      target.entries.add({ ...row }),
      target.versionVectors.put(vectorWith(known.vector, row)),
      target.ownSeqs.put(known.ownSeq),
    ])
    // Nobody can have named it yet.
    if (row.mark || row.target) await applyChanges(target, roomId, [{ ...row, order }])
    return { ...row, order }
  }

  /** Of the authors heard last. */
  const newestVectors = () =>
    versionVectors
      .where('[roomId+newestSortKey]')
      .between([roomId, Dexie.minKey], [roomId, Dexie.maxKey])
      .reverse()
      .limit(limits.maxVectorAuthors)
      .toArray()

  /** Says without reading the log that there is nothing to send, as is mostly so. */
  async function lacksAny(have: ReadonlyMap<string, Ranges>): Promise<boolean> {
    const rows = await newestVectors()
    return rows.some(
      ({ authorId, ranges }) => difference(numbersOf(ranges), have.get(authorId) ?? []).length > 0,
    )
  }

  return {
    addOwn,
    find,

    /** Another number after others' entries were written: what was read before may not be so any longer. */
    revision: () => revision,

    /** Whether that text is kept, as the first or as another one under its number. */
    async knows(authorId: string, seq: number, digest: string): Promise<boolean> {
      if ((await find(authorId, seq))?.digest === digest) return true
      return (await equivocations.get([roomId, authorId, seq, digest])) !== undefined
    },

    /** Whether an entry that another one names is here, or its author deleted it before it came. */
    async isExplained(authorId: string, [seq, digest]: EntryRef): Promise<boolean> {
      if (await find(authorId, seq)) return true
      const key = targetKey(authorId, seq, digest)
      return (await droppedAmong(database, roomId, [key])).size > 0
    },

    /** The edits of an entry by its author, the newest of them, ascending. */
    editsOf: (target: TargetKey, count: number) => editsOf(database, roomId, target, count),

    /** The pins of an entry that are on. */
    pinsOf: (target: TargetKey) => readPinsOf(database, roomId, target),

    /** The other texts that are kept under a number. */
    othersUnder: (authorId: string, seq: number) =>
      equivocations
        .where('[roomId+authorId+seq+digest]')
        .between([roomId, authorId, seq, Dexie.minKey], [roomId, authorId, seq, Dexie.maxKey])
        .toArray(),

    /** An author's entries up to a number, ascending, at most so many of them. */
    async upTo(authorId: string, seq: number, count: number): Promise<EntryRow[]> {
      const newestFirst = await entries
        .where('[roomId+authorId+seq]')
        .between([roomId, authorId, Dexie.minKey], [roomId, authorId, seq], true, true)
        .reverse()
        .limit(count)
        .toArray()
      return newestFirst.reverse()
    },

    /**
     * Writes what is not there yet, in one transaction. Of two texts under one number the first that came stays in the
     * log, and the second is kept beside it.
     */
    async appendReceived(
      received: readonly VerifiedEntry[],
      arrivalOf: (entry: VerifiedEntry) => Arrival,
      nowMs: number,
    ): Promise<Appended> {
      const target = received.some(({ authorId }) => authorId === ownId) ? ownDatabase : database
      try {
        return await writeLog(target, options, async () =>
          appendBatch(target, options, received, arrivalOf, nowMs),
        )
      } finally {
        revision += 1
      }
    },

    /** What we have of an author. */
    async vectorOf(authorId: string): Promise<ChainRanges> {
      return (await versionVectors.get([roomId, authorId]))?.ranges ?? []
    },

    /** What we have of these authors, in their order; undefined of whom we have nothing. */
    vectorsOf: (authorIds: readonly string[]): Promise<(VersionVectorRow | undefined)[]> =>
      versionVectors.bulkGet(authorIds.map((authorId): [string, string] => [roomId, authorId])),

    /** What we have of everybody; of too many authors or ranges, those heard last. */
    async versionVector(): Promise<VersionVector> {
      return toWireVector(await newestVectors())
    },

    /** The newest entries of others, those heard last first: `[author, seq]`. */
    async newestOfOthers(count: number): Promise<(readonly [string, number])[]> {
      const rows = await versionVectors
        .where('[roomId+newestSortKey]')
        .between([roomId, Dexie.minKey], [roomId, Dexie.maxKey])
        .reverse()
        .limit(count + 1)
        .toArray()
      return rows
        .filter(({ authorId }) => authorId !== ownId)
        .slice(0, count)
        .flatMap(({ authorId, ranges }) => {
          const newest = ranges.at(-1)
          return newest ? [[authorId, newest.to] as const] : []
        })
    },

    /** The newest that somebody lacks who has `have`, oldest first, as many as fit into one answer. */
    async lackedBy(
      have: ReadonlyMap<string, Ranges>,
      nowMs: number,
    ): Promise<{ page: EntryRow[]; isComplete: boolean }> {
      if (!(await lacksAny(have))) return { page: [], isComplete: true }
      const shown = () => inOrderShown(entries, roomId).reverse()
      const oldest = await shown()
        .offset(limits.maxHistoryEntries - 1)
        .first()
      const newestFirst = await shown()
        .until((row) => oldest !== undefined && row.sortKey < oldest.sortKey)
        .filter((row) => !isOver(row, nowMs) && !contains(have.get(row.authorId) ?? [], row.seq))
        .limit(limits.maxHistoryPageEntries + 1)
        .toArray()
      const page: EntryRow[] = []
      let characters = 0
      for (const row of newestFirst.slice(0, limits.maxHistoryPageEntries)) {
        characters += JSON.stringify(toWire(row)).length
        if (page.length > 0 && characters > limits.maxHistoryPageCharacters) break
        page.unshift(row)
      }
      return { page, isComplete: page.length === newestFirst.length }
    },
  }
}

export type EntryLog = ReturnType<typeof createEntryLog>

/** As it is said to others: of too many ranges, those of the authors that come first. */
export function toWireVector(rows: readonly VersionVectorRow[]): VersionVector {
  let left: number = limits.maxVectorRanges
  const result: VersionVector = []
  for (const { authorId, ranges } of rows) {
    if (ranges.length > left) break
    left -= ranges.length
    result.push({ authorId, ranges: toWireRanges(ranges) })
  }
  return result
}
