import { Dexie } from 'dexie'
import { limits } from '../base/limits.ts'
import { anyone, type EntryRow, type ReceiptRow, type SidetoneDatabase } from '../storage/database.ts'
import { rangeWith } from './chain.ts'
import type { RoomLog } from './entry-store.ts'
import type { SaidRanges } from './protocol.ts'
import { contains, difference, union, type Range, type Ranges } from '../base/ranges.ts'

/** Who has what of our entries in a room, on disk, and so what still has to be sent to whom. */
export function createReceiptStore(
  options: RoomLog & { readonly database: SidetoneDatabase; readonly nowMs: () => number },
) {
  const { closed, database, ownId, roomId } = options
  const { entries, equivocations, ownSeqs, receipts, versionVectors } = database

  const lastOwnSeq = async () => (await ownSeqs.get(roomId))?.lastSeq ?? 0
  const find = async (peerId: string) => receipts.get([roomId, peerId])

  /** The row of a peer, made at the first meeting: what nobody has yet is for whoever comes first. */
  async function ensure(peerId: string): Promise<ReceiptRow> {
    const known = await find(peerId)
    if (known) return known
    const sinceSeq = ((await find(anyone))?.ranges.at(-1)?.[1] ?? 0) + 1
    const row = { roomId, peerId, sinceSeq, metAtMs: options.nowMs(), ranges: [] }
    await receipts.add(row)
    return row
  }

  async function addTo(row: ReceiptRow, ranges: Ranges) {
    const all = union(row.ranges, ranges).slice(-limits.maxRangesPerAuthor)
    await receipts.put({ ...row, ranges: all })
  }

  const hasOther = async (seq: number) =>
    (await equivocations
      .where('[roomId+authorId+seq+digest]')
      .between([roomId, ownId, seq, Dexie.minKey], [roomId, ownId, seq, Dexie.maxKey])
      .count()) > 0

  /**
   * Of what somebody says to have, what we said: as far as the digest of the last one shows that it's the same. Of the
   * rest the newest number is unknown, in each range; within a transaction.
   */
  async function compare(said: SaidRanges): Promise<{ same: Range[]; unknown: number[] }> {
    const own = (await versionVectors.get([roomId, ownId]))?.ranges ?? []
    const same: Range[] = []
    const unknown: number[] = []
    for (const [from, to, digest] of said) {
      const range = rangeWith(own, to)
      const isSame =
        range?.to === to
          ? range.digest === digest
          : (await entries.where('[roomId+authorId+seq]').equals([roomId, ownId, to]).first())?.digest ===
            digest
      const first = isSame ? Math.max(from, range?.from ?? to) : to + 1
      if (isSame) same.push([first, to])
      // Where we know both texts, nothing has to be shown.
      if (first > from && !(await hasOther(first - 1))) unknown.push(first - 1)
    }
    return { same, unknown }
  }

  return {
    /** Whether anyone has said to have that entry of ours. */
    isConfirmed: async (seq: number): Promise<boolean> => contains((await find(anyone))?.ranges ?? [], seq),

    /** Notes that a peer is in the room; from the first time on, what we say is for it, too. */
    async meet(peerId: string): Promise<ReceiptRow> {
      closed.throwIfAborted()
      return database.transaction('rw', receipts, () => ensure(peerId))
    },

    /**
     * Notes that a peer, or {@link anyone}, has these of our entries. What its digest doesn't show to be ours is not
     * noted: resolves with the numbers of those.
     */
    async mark(peerId: string, said: SaidRanges): Promise<number[]> {
      closed.throwIfAborted()
      return database.transaction('rw', [receipts, versionVectors, entries, equivocations], async () => {
        const { same, unknown } = await compare(said)
        if (same.length === 0) return unknown
        await addTo(
          (await find(anyone)) ?? { roomId, peerId: anyone, sinceSeq: 1, metAtMs: 0, ranges: [] },
          same,
        )
        if (peerId !== anyone) await addTo(await ensure(peerId), same)
        return unknown
      })
    },

    /**
     * Own entries after a number which are for a peer and it has not said to have, oldest first, up to `limit`.
     * `upTo` is the number up to which these are all.
     */
    async outboxOf(
      peerId: string,
      after: number,
      limit: number,
    ): Promise<{ rows: EntryRow[]; upTo: number }> {
      return database.transaction('r', receipts, ownSeqs, entries, async () => {
        const lastSeq = await lastOwnSeq()
        const receipt = await find(peerId)
        if (!receipt) return { rows: [], upTo: lastSeq }
        const from = Math.max(after + 1, receipt.sinceSeq, lastSeq - limits.maxOutboxEntries + 1)
        const missing: Range[] = from <= lastSeq ? difference([[from, lastSeq]], receipt.ranges) : []
        const rows: EntryRow[] = []
        for (const [first, last] of missing) {
          const found = await entries
            .where('[roomId+authorId+seq]')
            .between([roomId, ownId, first], [roomId, ownId, last], true, true)
            .limit(limit - rows.length)
            .toArray()
          rows.push(...found)
          if (rows.length >= limit) return { rows, upTo: rows.at(-1)?.seq ?? after }
        }
        return { rows, upTo: lastSeq }
      })
    },
  }
}

export type Receipts = ReturnType<typeof createReceiptStore>
