import type { Clock } from '@/engine/base/environment.ts'
import { countUnread, maxUnreadCounted } from '@/engine/rooms/unread.ts'
import type { SidetoneDatabase } from '@/engine/storage/database.ts'
import { observe } from '@/engine/storage/observe.ts'

/** After a change: a message that comes is drawn first, on the same thread, and often read by then. */
const countDelayMs = 400

/**
 * Counts what no panel showed yet, in all rooms that aren't muted, up to {@link maxUnreadCounted}. What is in sight is
 * about to be read, and doesn't count. `onCount` is called when the number changes.
 */
export function watchUnread(options: {
  readonly database: SidetoneDatabase
  /** Our peer id, once a room has told it. */
  readonly ownId: () => string | undefined
  readonly isSeen: (roomId: string) => boolean
  readonly onCount: (count: number) => void
  readonly onError: (error: unknown) => void
  readonly clock: Clock
}) {
  const { database, clock } = options
  let known = 0
  let isPlanned = false
  let turn: Promise<void> = Promise.resolve()

  async function count() {
    const rows = await database.rooms.toArray()
    const counted = rows.filter((row) => !row.isMuted && !options.isSeen(row.roomId))
    let sum = 0
    for (const row of counted) {
      if (sum < maxUnreadCounted) sum += await countUnread(database, row, options.ownId())
    }
    const found = Math.min(sum, maxUnreadCounted)
    if (found === known) return
    known = found
    options.onCount(found)
  }

  function plan() {
    if (isPlanned) return
    isPlanned = true
    clock.after(countDelayMs, () => {
      isPlanned = false
      // One after the other, or an older count could come last.
      turn = turn.then(count).catch(options.onError)
    })
  }

  const stop = observe({
    // No more than tells that there is something to count.
    query: async () => {
      await Promise.all([database.rooms.toArray(), database.entries.orderBy(':id').lastKey()])
    },
    onValue: plan,
    onError: options.onError,
    clock,
  })

  return {
    count: () => known,
    /** What is in sight has changed. */
    handleSeen: plan,
    stop,
  }
}
