import type { Clock } from '../base/environment.ts'
import { limits } from '../base/limits.ts'
import type { Logger } from '../base/log.ts'
import type { EquivocationRow, SidetoneDatabase } from '../storage/database.ts'
import { expire } from './changes.ts'
import { logTables } from './entry-store.ts'

/** What is left of a second text whose time is over: that there was one. */
function emptied(row: EquivocationRow): EquivocationRow {
  const left: EquivocationRow = { ...row, signedText: '', signature: '', isGone: true }
  delete left.text
  delete left.mentions
  delete left.replyTo
  delete left.dueAtMs
  return left
}

/** Empties some of what is due; false once nothing more is. */
function expireSome(database: SidetoneDatabase, nowMs: number): Promise<boolean> {
  const count = limits.expireBatchEntries
  return database.transaction('rw', logTables(database), async () => {
    const due = await database.entries.where('dueAtMs').belowOrEqual(nowMs).limit(count).toArray()
    for (const { order } of due) {
      // One before may have taken it along.
      const row = await database.entries.get(order)
      if (row?.dueAtMs !== undefined) await expire(database, row)
    }
    const others = await database.equivocations.where('dueAtMs').belowOrEqual(nowMs).limit(count).toArray()
    await database.equivocations.bulkPut(others.map(emptied))
    return due.length === count || others.length === count
  })
}

/** When the next is due, in any room. */
async function nextDueMs({ entries, equivocations }: SidetoneDatabase): Promise<number> {
  const [entry, other] = await Promise.all([
    entries.orderBy('dueAtMs').first(),
    equivocations.orderBy('dueAtMs').first(),
  ])
  return Math.min(entry?.dueAtMs ?? Infinity, other?.dueAtMs ?? Infinity)
}

/**
 * Takes off the disk what was to disappear by now, in rooms that are joined and in those that are not: when the engine
 * starts, and then with one timer for the next one.
 */
export function createExpiry(options: {
  readonly database: SidetoneDatabase
  readonly clock: Clock
  readonly logger: Logger
}) {
  const { clock, database, logger } = options
  let cancel = () => {}
  let timerAtMs = Infinity
  let isRunning = false
  let isAsked = false

  /** A timer holds no more than some weeks, and may stand still while the computer sleeps. */
  function lookAt(atMs: number) {
    cancel()
    timerAtMs = atMs
    if (atMs === Infinity) return
    const waitMs = Math.max(0, Math.min(Math.ceil(atMs - clock.nowMs()), limits.maxExpiryWaitMs))
    cancel = clock.after(waitMs, look)
  }

  async function run() {
    try {
      while (isAsked) {
        isAsked = false
        while (await expireSome(database, clock.nowMs()));
        lookAt(await nextDueMs(database))
      }
    } catch (error) {
      logger.caught('not-expired', error)
      lookAt(clock.nowMs() + limits.storageRetryMs)
    }
    isRunning = false
  }

  function look() {
    isAsked = true
    if (isRunning) return
    isRunning = true
    void run()
  }

  return {
    /** Looks what is due: at the start, and when the computer was asleep. */
    look,
    /** Something was written that is due by then. */
    note(dueAtMs: number) {
      // While it is being looked, what was written meanwhile may have been passed.
      if (isRunning) isAsked = true
      else if (dueAtMs < timerAtMs) lookAt(dueAtMs)
    },
  }
}

export type Expiry = ReturnType<typeof createExpiry>
