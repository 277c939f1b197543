import type { Clock } from '../base/environment.ts'
import type { Logger } from '../base/log.ts'
import type { Problem } from '../base/problem.ts'
import type { Joined } from './joined-rooms.ts'
import type { Own } from './own.ts'
import { createRejoinQueue } from './rejoin-queue.ts'
import type { RoomRecords } from './room-records.ts'

/**
 * Joins again what was joined when the host ended. After a crash or an update always: nobody left. When the browser
 * starts, only if the person wants that; otherwise those rooms are left then.
 */
export function createRejoinAtStart(options: {
  readonly clock: Clock
  readonly log: Logger
  readonly records: RoomRecords
  readonly readOwn: () => Promise<Own | Problem>
  /** Joins a room that is on disk; `isWanted` is asked when it is found. */
  readonly rejoin: (roomId: string, isWanted: () => boolean) => Promise<Joined>
  /** The rooms that are joined by now. */
  readonly joinedIds: () => readonly string[]
  /** So many rooms are still to be joined. */
  readonly onQueue: (roomCount: number) => void
}) {
  const { log, records } = options
  /** Set when the browser has just started: then the person's wish decides. */
  let isByWish = false

  const queue = createRejoinQueue({
    clock: options.clock,
    onCount: options.onQueue,
    async join(roomId) {
      const own = await options.readOwn()
      if ('kind' in own) return own
      // It was switched off meanwhile.
      if (isByWish && !own.settings.rejoinsAtStart) return { kind: 'not-joined' }
      const joined = await options.rejoin(roomId, () => queue.has(roomId))
      return joined.ok ? undefined : joined.problem
    },
  })

  return {
    queue,
    /**
     * Once, when the host starts. `isBrowserStart` says whether the browser has just started, rather than the host
     * alone. Resolves when each room was tried once.
     */
    async start(isBrowserStart: () => Promise<boolean>) {
      // Asked in any case: the answer is yes once in the life of a browser.
      const [isStart, own] = await Promise.all([isBrowserStart(), options.readOwn()])
      isByWish = isStart
      if ('kind' in own) return log.warn('rejoin-not-tried', { problem: own.kind })
      log.info('host-started', { isBrowserStart: isStart, rejoins: own.settings.rejoinsAtStart })
      try {
        if (isByWish && !own.settings.rejoinsAtStart) {
          await records.saveEnded(new Set(options.joinedIds()))
        } else await queue.start(await records.joinedBefore())
      } catch (error) {
        log.caught('rejoin-failed', error)
      }
    },
  }
}
