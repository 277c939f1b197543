import type { Clock } from '../base/environment.ts'
import { createRateLimit } from '../base/rate-limit.ts'
import { createRecentMap } from '../base/recent-map.ts'
import { limits } from '../base/limits.ts'
import { numbersSaid } from './chain.ts'
import type { ChatLink } from './chat-links.ts'
import type { EntryLog } from './entry-log.ts'
import type { VersionVector } from './protocol.ts'
import { union, type Range, type Ranges } from '../base/ranges.ts'
import type { Receipts } from './receipt-store.ts'
import { toWire } from './signed-entry.ts'

export interface HistoryServerOptions {
  readonly clock: Clock
  readonly ownId: string
  readonly sharesHistory: boolean
  readonly log: Pick<EntryLog, 'lackedBy'>
  readonly receipts: Pick<Receipts, 'meet'>
}

/** Answers peers who ask for what they lack of the room's log: one page at a time, and not too fast. */
export function createHistoryServer(options: HistoryServerOptions) {
  /** What those have who wait for an answer: who asks again meanwhile gets one answer, to what it said last. */
  const asking = new Map<string, { link: ChatLink; have: VersionVector }>()
  /**
   * When each peer was last answered, and how often it may be: an answer costs a walk over the room's newest entries.
   * Kept by peer, so that a new link brings no new ones.
   */
  const answered = createRecentMap(limits.maxStandings, () => ({
    lastMs: 0,
    rate: createRateLimit({
      clock: options.clock,
      burst: limits.maxHistoryPageBurst,
      refillMs: limits.historyPageRefillMs,
    }),
  }))

  /** When it is the peer's turn; until then it is one who asks, however often it does. */
  function answerInTurn(peerId: string) {
    const asker = asking.get(peerId)
    if (!asker) return
    if (answered.of(peerId).rate.take()) asker.link.enqueue(() => answer(peerId, asker.link))
    else options.clock.after(limits.historyPageRefillMs, () => answerInTurn(peerId))
  }

  async function answer(peerId: string, link: ChatLink) {
    const have = asking.get(peerId)?.have ?? []
    asking.delete(peerId)
    answered.of(peerId).lastMs = options.clock.nowMs()
    const { page, isComplete } = options.sharesHistory
      ? await options.log.lackedBy(await holdings(peerId, have), options.clock.nowMs())
      : { page: [], isComplete: true }
    await link.send({ type: 'history', entries: page.map(toWire), isComplete })
  }

  /** What a peer has, and what it gets of us without asking. */
  async function holdings(peerId: string, have: VersionVector): Promise<Map<string, Ranges>> {
    const numbers = new Map<string, Ranges>()
    const add = (authorId: string, ranges: Ranges) =>
      numbers.set(authorId, union(numbers.get(authorId) ?? [], ranges))
    for (const { authorId, ranges } of have) add(authorId, numbersSaid(ranges))
    const { sinceSeq } = await options.receipts.meet(peerId)
    const outbox: Range = [sinceSeq, Number.MAX_SAFE_INTEGER]
    add(options.ownId, [outbox])
    return numbers
  }

  return {
    handleWant(link: ChatLink, have: VersionVector) {
      const { peerId } = link.peer
      const isWaiting = asking.get(peerId)?.link === link
      asking.set(peerId, { link, have })
      if (isWaiting) return
      const waitMs = answered.of(peerId).lastMs + limits.historyPageIntervalMs - options.clock.nowMs()
      if (waitMs <= 0) return answerInTurn(peerId)
      options.clock.after(Math.min(waitMs, limits.historyPageIntervalMs), () => answerInTurn(peerId))
    },

    /** The link ended: nobody waits for its answer. */
    end(link: ChatLink) {
      if (asking.get(link.peer.peerId)?.link === link) asking.delete(link.peer.peerId)
    },
  }
}
