import { createBackoff } from '@/engine/base/backoff.ts'
import { browserClock } from '@/engine/base/browser-environment.ts'
import type { Clock } from '@/engine/base/environment.ts'
import { limits } from '@/engine/base/limits.ts'
import type { SearchIndex } from '@/engine/search/search-index.ts'
import type { EntryRow, SidetoneDatabase } from '@/engine/storage/database.ts'
import { watchEntries, type ChangedKeys } from './changed-keys.ts'
import { searchableOf } from './searchable.ts'
import type { SearchState } from './protocol.ts'

/** Rows that are read at once: so long does a question wait behind them. */
const chunkRows = 1_000

export interface IndexFollowerOptions {
  readonly database: SidetoneDatabase
  readonly index: SearchIndex
  /** Told when something has changed in the index or of its state. */
  readonly onChange: (state: Omit<SearchState, 'type'>) => void
  readonly onError: (error: unknown) => void
  readonly clock?: Clock
  /** What the index may weigh, in pairs of a term and a text; 8 to 16 bytes each. */
  readonly maxPostings?: number
}

/**
 * Fills an index with what is on disk, the newest first, and keeps it so: with what comes, changes and goes, whoever
 * writes it. Returns what ends it.
 */
export function followEntries(options: IndexFollowerOptions): () => void {
  const { clock = browserClock, database, index, maxPostings = limits.maxSearchPostings } = options
  const { entries } = database
  const backoff = createBackoff({ firstMs: limits.databaseReopenFirstMs, random: () => 1 })
  let waiting: ChangedKeys[] = []
  /** Entries below this number are not read yet; undefined until it is known which is the last. */
  let unreadBelow: number | undefined
  let isPartial = false
  let isRunning = false
  let isEnded = false
  let cancel = () => {}

  /** Takes in what is there of a run of numbers, and forgets what is not. */
  function take(rows: readonly EntryRow[], asked: Iterable<number>) {
    const texts = rows.flatMap((row) => searchableOf(row) ?? [])
    const there = new Set(texts.map(({ id }) => id))
    index.remove([...asked].filter((id) => !there.has(id)))
    index.put(texts)
  }

  async function readKeys(keys: readonly number[]) {
    for (let at = 0; at < keys.length; at += chunkRows) {
      const some = keys.slice(at, at + chunkRows)
      const rows = await entries.bulkGet(some)
      take(
        rows.flatMap((row) => row ?? []),
        some,
      )
    }
  }

  async function readChanged({ keys, ranges }: ChangedKeys) {
    for (const { from, to } of ranges) {
      const known = [...index.ids()].filter((id) => id >= from && id <= to)
      // What comes later than the oldest that was read: the rest is read in its turn.
      const written = await entries
        .where(':id')
        .between(Math.max(from, unreadBelow ?? 0), to, true, true)
        .primaryKeys()
      await readKeys([...new Set([...known, ...written])])
    }
    await readKeys([...keys])
  }

  async function readEarlier(below: number) {
    // Forwards, which is read in one go, and from where the thousandth before begins.
    const [from] = await entries
      .where(':id')
      .below(below)
      .reverse()
      .offset(chunkRows - 1)
      .limit(1)
      .primaryKeys()
    const rows = await entries
      .where(':id')
      .between(from ?? 0, below, true, false)
      .toArray()
    take(rows, [])
    isPartial = index.size().postings >= maxPostings
    unreadBelow = from === undefined || isPartial ? 0 : from
  }

  async function step(): Promise<boolean> {
    if (unreadBelow === undefined) {
      const last = await entries.orderBy(':id').lastKey()
      unreadBelow = typeof last === 'number' ? last + 1 : 0
      return true
    }
    const [changed] = waiting
    if (changed) {
      await readChanged(changed)
      waiting = waiting.filter((other) => other !== changed)
      return true
    }
    if (unreadBelow === 0) return false
    await readEarlier(unreadBelow)
    return true
  }

  async function run() {
    if (isRunning || isEnded) return
    isRunning = true
    try {
      const hasEnded = () => isEnded
      while (!hasEnded() && (await step())) {
        backoff.reset()
        options.onChange({ isReady: unreadBelow === 0, isPartial })
      }
    } catch (error) {
      options.onError(error)
      cancel = clock.after(backoff.nextMs(limits.databaseReopenMaxMs), () => void run())
    }
    isRunning = false
  }

  const unwatch = watchEntries(database, (changed) => {
    waiting.push(changed)
    void run()
  })
  void run()
  return () => {
    isEnded = true
    cancel()
    unwatch()
  }
}
