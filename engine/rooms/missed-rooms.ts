import type { Clock } from '../environment.ts'
import type { Problem } from '../problem.ts'
import { limits } from '../wire/limits.ts'

/** What may be otherwise in a while: the network is not there yet, the relay is down, the settings can be changed. */
const passing: ReadonlySet<Problem['kind']> = new Set([
  'relay-unreachable',
  'relay-only-without-turn',
  'storage-failed',
])

export interface MissedRoom {
  readonly roomId: string
  readonly relayUrl: string
}

/**
 * The rooms that are to be joined again at the start. A browser often starts before its network does: what cannot be
 * joined yet is tried again, until it is joined, is not wanted any more, or is refused for good.
 */
export function createMissedRooms(options: {
  readonly clock: Clock
  /** Joins a room; gives back what keeps us from it. */
  readonly join: (roomId: string) => Promise<Problem | undefined>
  /** So many are still to be joined. */
  readonly onCount: (roomCount: number) => void
}) {
  const { clock } = options
  /** Each with its relay, in the order in which they are wanted. */
  const missed = new Map<string, string>()
  let isTrying = false
  let triesAgain = false
  let cancel = () => {}

  /** One after the other: where the relay does not answer for one, it does not for the next. */
  async function tryAt(relayUrl: string) {
    for (const [roomId] of [...missed].filter(([, at]) => at === relayUrl)) {
      if (!missed.has(roomId)) continue
      const problem = await options.join(roomId)
      if (problem && passing.has(problem.kind)) return
      missed.delete(roomId)
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
      await Promise.all([...new Set(missed.values())].map(tryAt))
    } while (isAskedAgain() && missed.size > 0)
    isTrying = false
    options.onCount(missed.size)
    if (missed.size > 0) cancel = clock.after(limits.rejoinRetryMs, () => void tryAll())
  }

  /** A function, since the compiler does not know that `triesAgain` changes during an await. */
  const isAskedAgain = () => triesAgain

  return {
    /** Joins these in their order. Resolves after the first round. */
    async start(rooms: readonly MissedRoom[]) {
      for (const { roomId, relayUrl } of rooms) missed.set(roomId, relayUrl)
      if (missed.size === 0) return
      options.onCount(missed.size)
      await tryAll()
    },
    /** The network came back. */
    tryNow() {
      if (missed.size > 0) void tryAll()
    },
    /** Whether the room is to be joined still. */
    has: (roomId: string) => missed.has(roomId),
    /** It was joined and left meanwhile, or forgotten. */
    drop(roomId: string) {
      if (!missed.delete(roomId)) return
      if (missed.size === 0) cancel()
      options.onCount(missed.size)
    },
    ids: () => [...missed.keys()],
  }
}
