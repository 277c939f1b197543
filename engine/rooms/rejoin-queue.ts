import type { Clock } from '../base/environment.ts'
import type { Problem } from '../base/problem.ts'
import { limits } from '../base/limits.ts'

/** What may be otherwise in a while: the network is not there yet, the relay is down, the settings can be changed. */
const passing: ReadonlySet<Problem['kind']> = new Set([
  'relay-unreachable',
  'relay-only-without-turn',
  'storage-failed',
])

export interface QueuedRoom {
  readonly roomId: string
  readonly relayUrl: string
}

/**
 * The rooms that are to be joined again at the start. A browser often starts before its network does: what cannot be
 * joined yet is tried again, until it is joined, is not wanted any more, or is refused for good.
 */
export function createRejoinQueue(options: {
  readonly clock: Clock
  /** Joins a room; gives back what keeps us from it. */
  readonly join: (roomId: string) => Promise<Problem | undefined>
  /** So many are still to be joined. */
  readonly onCount: (roomCount: number) => void
}) {
  const { clock } = options
  /** Each with its relay, in the order in which they are wanted. */
  const queued = new Map<string, string>()
  let isTrying = false
  let triesAgain = false
  let cancel = () => {}

  /** One after the other: where the relay does not answer for one, it does not for the next. */
  async function tryAt(relayUrl: string) {
    for (const [roomId] of [...queued].filter(([, at]) => at === relayUrl)) {
      if (!queued.has(roomId)) continue
      const problem = await options.join(roomId)
      if (problem && passing.has(problem.kind)) return
      queued.delete(roomId)
    }
  }

  /** One round at a time; asked for another in the middle of one, it follows at once. */
  async function tryAll() {
    triesAgain = isTrying
    if (isTrying) return
    isTrying = true
    cancel()
    do {
      triesAgain = false
      // Relays do not wait for each other.
      await Promise.all([...new Set(queued.values())].map(tryAt))
    } while (isAskedAgain() && queued.size > 0)
    isTrying = false
    options.onCount(queued.size)
    if (queued.size > 0) cancel = clock.after(limits.rejoinRetryMs, () => void tryAll())
  }

  /** A function, since the compiler does not know that `triesAgain` changes during an await. */
  const isAskedAgain = () => triesAgain

  return {
    /** Joins these in their order. Resolves after the first round. */
    async start(rooms: readonly QueuedRoom[]) {
      for (const { roomId, relayUrl } of rooms) queued.set(roomId, relayUrl)
      if (queued.size === 0) return
      options.onCount(queued.size)
      await tryAll()
    },
    /** The network came back. */
    tryNow() {
      if (queued.size > 0) void tryAll()
    },
    /** Whether the room is to be joined still. */
    has: (roomId: string) => queued.has(roomId),
    /** It was joined and left meanwhile, or forgotten. */
    drop(roomId: string) {
      if (!queued.delete(roomId)) return
      if (queued.size === 0) cancel()
      options.onCount(queued.size)
    },
    ids: () => [...queued.keys()],
  }
}

export type RejoinQueue = ReturnType<typeof createRejoinQueue>
