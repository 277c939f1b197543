import { anyone, type MessageRow, type ReceiptRow, type SidetoneDatabase } from '../storage/database.ts'
import { limits } from '../base/limits.ts'
import { difference, union, upTo, type Range, type Ranges } from './ranges.ts'

/** Who has what of our messages in a room, on disk, and so what still has to be sent to whom. */
export function createReceiptStore(options: {
  readonly database: SidetoneDatabase
  readonly roomId: string
  readonly ownId: string
  /** Once it is aborted, whatever would be written is not, and throws. */
  readonly closed: AbortSignal
}) {
  const { closed, database, ownId, roomId } = options
  const { messages, ownSeqs, receipts } = database

  const lastOwnSeq = async () => (await ownSeqs.get(roomId))?.lastSeq ?? 0
  const find = async (peerId: string) => receipts.get([roomId, peerId])

  /** The row of a peer, made at the first meeting: what nobody has yet is for whoever comes first. */
  async function ensure(peerId: string): Promise<ReceiptRow> {
    const known = await find(peerId)
    if (known) return known
    const sinceSeq = ((await find(anyone))?.ranges.at(-1)?.[1] ?? 0) + 1
    const row = { roomId, peerId, sinceSeq, ranges: [] }
    await receipts.add(row)
    return row
  }

  async function addTo(row: ReceiptRow, ranges: Ranges) {
    const all = union(row.ranges, ranges).slice(-limits.maxRangesPerAuthor)
    await receipts.put({ ...row, ranges: all })
  }

  return {
    /** Notes that a peer is in the room; from the first time on, what we say is for it, too. */
    async meet(peerId: string): Promise<ReceiptRow> {
      closed.throwIfAborted()
      return database.transaction('rw', receipts, () => ensure(peerId))
    },

    /** Notes that a peer has these of our messages. */
    async mark(peerId: string, ranges: Ranges): Promise<void> {
      closed.throwIfAborted()
      await database.transaction('rw', receipts, ownSeqs, async () => {
        // What we never said, nobody has.
        const said = upTo(union([], ranges), await lastOwnSeq())
        if (said.length === 0) return
        await addTo((await find(anyone)) ?? { roomId, peerId: anyone, sinceSeq: 1, ranges: [] }, said)
        if (peerId !== anyone) await addTo(await ensure(peerId), said)
      })
    },

    /**
     * Own messages after a number which are for a peer and it has not said to have, oldest first, up to `limit`.
     * `upTo` is the number up to which these are all.
     */
    async outboxOf(
      peerId: string,
      after: number,
      limit: number,
    ): Promise<{ rows: MessageRow[]; upTo: number }> {
      return database.transaction('r', receipts, ownSeqs, messages, async () => {
        const lastSeq = await lastOwnSeq()
        const receipt = await find(peerId)
        if (!receipt) return { rows: [], upTo: lastSeq }
        const from = Math.max(after + 1, receipt.sinceSeq, lastSeq - limits.maxOutboxMessages + 1)
        const missing: Range[] = from <= lastSeq ? difference([[from, lastSeq]], receipt.ranges) : []
        const rows: MessageRow[] = []
        for (const [first, last] of missing) {
          const found = await messages
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
