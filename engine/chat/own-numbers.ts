import type { OwnSeqRow, SidetoneDatabase } from '../storage/database.ts'
import type { Prev } from '../wire/entry.ts'

/** The number given away last, and the entry that the next one names. */
export interface LastNumber {
  readonly seq: number
  readonly prev: Prev
}

/**
 * The numbers of our own entries in a room. One that is reserved on disk, with strict durability, may be sent before its
 * entry is on disk: whoever finds the reservation after a crash, and not the entry, goes on above it. So no number is
 * ever used for two texts, and what was sent and lost comes back from those who got it.
 */
export function createOwnNumbers({
  ownDatabase,
  roomId,
}: {
  readonly ownDatabase: SidetoneDatabase
  readonly roomId: string
}) {
  const { ownSeqs } = ownDatabase
  /** The number that was reserved here, for what is said next. Of one that is found on disk nobody knows what for. */
  let held: number | undefined

  function lastOf(row: OwnSeqRow | undefined): LastNumber {
    if (!row) return { seq: 0, prev: null }
    const prev: Prev = row.lastSeq > 0 ? [row.lastSeq, row.lastDigest] : null
    return { prev, seq: held === undefined ? Math.max(row.lastSeq, row.reservedSeq ?? 0) : held - 1 }
  }

  return {
    last: async (): Promise<LastNumber> => lastOf(await ownSeqs.get(roomId)),

    /** Whether a number is reserved for what is said next. */
    isHeld: (seq: number) => held === seq,

    /** What was reserved may be used for something else: only what is on disk counts from now on. */
    drop() {
      held = undefined
    },

    /** That number is reserved on disk for what is said next. */
    hold(seq: number) {
      held = seq
    },

    /** Reserves the next number. To be run while no own entry is being written. */
    async reserve(): Promise<void> {
      if (held !== undefined) return
      const reservedSeq = await ownDatabase.transaction('rw', ownSeqs, async () => {
        const row = (await ownSeqs.get(roomId)) ?? { roomId, lastSeq: 0, lastDigest: '' }
        const next = lastOf(row).seq + 1
        await ownSeqs.put({ ...row, reservedSeq: next })
        return next
      })
      held = reservedSeq
    },

    /** Gives the reserved number back, so that none is skipped after the next start. To be run as `reserve` is. */
    async release(): Promise<void> {
      if (held === undefined) return
      const unused = held
      held = undefined
      await ownDatabase.transaction('rw', ownSeqs, async () => {
        const row = await ownSeqs.get(roomId)
        if (row?.reservedSeq !== unused) return
        // What was reserved before it, and not found, stays behind it.
        const { reservedSeq: _, ...rest } = row
        await ownSeqs.put(unused - 1 > row.lastSeq ? { ...row, reservedSeq: unused - 1 } : rest)
      })
    },
  }
}

export type OwnNumbers = ReturnType<typeof createOwnNumbers>
