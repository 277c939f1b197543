import { limits } from '../base/limits.ts'
import { union, upTo, type Range, type Ranges } from '../base/ranges.ts'
import type { SidetoneDatabase } from '../storage/database.ts'

/** An entry that was in sight. */
export interface Sight {
  readonly authorId: string
  readonly seq: number
}

export interface SeenStoreOptions {
  readonly database: SidetoneDatabase
  readonly roomId: string
  readonly ownId: string
  /** Once it is aborted, whatever would be written is not, and throws. */
  readonly closed: AbortSignal
}

const isSame = (some: Ranges, others: Ranges) => JSON.stringify(some) === JSON.stringify(others)

/**
 * Who has seen which entries of a room, on disk: what we saw of each author, and what each peer saw of ours. By number,
 * not up to one: an entry that comes late was not seen because a later one was.
 */
export function createSeenStore({ closed, database, ownId, roomId }: SeenStoreOptions) {
  const { entries, ownSeqs, seenRanges } = database

  const find = async (authorId: string, readerId: string): Promise<Ranges> =>
    (await seenRanges.get([roomId, authorId, readerId]))?.ranges ?? []

  /**
   * Writes what was seen besides; whether it's more than before. The transaction holds this table alone, so that no entry
   * waits for it.
   */
  const add = (authorId: string, readerId: string, more: Ranges): Promise<boolean> =>
    database.transaction('rw', seenRanges, async () => {
      const known = await find(authorId, readerId)
      const ranges = union(known, more).slice(-limits.maxRangesPerAuthor)
      if (isSame(known, ranges)) return false
      await seenRanges.put({ roomId, authorId, readerId, ranges })
      return true
    })

  /** Whether nothing of these numbers could be seen: each is there, and has no place in the thread or was deleted. */
  async function isUnseen(authorId: string, [from, to]: Range): Promise<boolean> {
    const between = await entries
      .where('[roomId+authorId+seq]')
      .between([roomId, authorId, from], [roomId, authorId, to], true, true)
      .toArray()
    return between.length === to - from + 1 && between.every((row) => !row.isShown || row.isGone)
  }

  /** Joins what only reactions and the like keep apart, so that few ranges say it; before those that are fresh. */
  async function bridge(authorId: string, ranges: Ranges, fresh: ReadonlySet<number>): Promise<Ranges> {
    const bridges: Range[] = []
    for (const [index, [from]] of ranges.entries()) {
      const before = ranges[index - 1]
      if (!before || !fresh.has(from) || from - before[1] > limits.maxSeenGapEntries) continue
      const gap: Range = [before[1] + 1, from - 1]
      if (await isUnseen(authorId, gap)) bridges.push(gap)
    }
    return union(ranges, bridges)
  }

  async function addOf(authorId: string, seqs: readonly number[]): Promise<boolean> {
    const rows = await entries
      .where('[roomId+authorId+seq]')
      .anyOf(seqs.map((seq) => [roomId, authorId, seq]))
      .toArray()
    const fresh = new Set(rows.flatMap((row) => (row.isShown ? [row.seq] : [])))
    const all = union(
      await find(authorId, ownId),
      [...fresh].map((seq): Range => [seq, seq]),
    )
    const more = await bridge(authorId, all, fresh)
    closed.throwIfAborted()
    return add(authorId, ownId, more)
  }

  return {
    /** Of an author's entries those that we have seen. */
    ownOf: (authorId: string) => find(authorId, ownId),

    /** Notes what was in sight here; resolves with the authors of what wasn't before. */
    async add(sights: readonly Sight[]): Promise<string[]> {
      closed.throwIfAborted()
      const byAuthor = Map.groupBy(sights, ({ authorId }) => authorId)
      byAuthor.delete(ownId)
      const changed: string[] = []
      for (const [authorId, seen] of byAuthor) {
        const seqs = seen.map(({ seq }) => seq)
        if (await addOf(authorId, seqs)) changed.push(authorId)
      }
      return changed
    },

    /** Notes what a peer says to have seen of ours. What we never said, nobody saw. */
    async addOfPeer(readerId: string, said: Ranges): Promise<void> {
      const lastSeq = (await ownSeqs.get(roomId))?.lastSeq ?? 0
      closed.throwIfAborted()
      await add(ownId, readerId, upTo(said, lastSeq))
    },
  }
}

export type SeenStore = ReturnType<typeof createSeenStore>
