import type { Clock } from '../base/environment.ts'
import { createRateLimit, type RateLimit } from '../base/rate-limit.ts'
import type { ChatMessage, Heads } from './protocol.ts'
import { limits } from '../base/limits.ts'
import type { MessageLog } from './message-log.ts'
import { union, type Range, type Ranges } from './ranges.ts'
import type { Receipts } from './receipt-store.ts'
import { toWire } from './signed-message.ts'

export interface HistoryServerOptions {
  readonly clock: Clock
  readonly ownId: string
  readonly sharesHistory: boolean
  readonly log: MessageLog
  readonly receipts: Receipts
  readonly enqueue: (peerId: string, task: () => Promise<void>) => void
  readonly send: (peerId: string, message: ChatMessage) => Promise<unknown>
}

/** Answers peers who ask for what they lack of the room's log: one page at a time, and not too fast. */
export function createHistoryServer(options: HistoryServerOptions) {
  /** What those have who wait for an answer: who asks again meanwhile gets one answer, to what it said last. */
  const asking = new Map<string, Heads>()
  const lastAnswerMs = new Map<string, number>()
  /** Each answer costs a walk over the room's newest messages. */
  const rates = new Map<string, RateLimit>()

  function rateOf(peerId: string): RateLimit {
    const { clock } = options
    const { historyPageRefillMs: refillMs, maxHistoryPageBurst: burst } = limits
    const rate = rates.get(peerId) ?? createRateLimit({ clock, burst, refillMs })
    rates.set(peerId, rate)
    return rate
  }

  /** When it is the peer's turn; until then it is one who asks, however often it does. */
  function answerInTurn(peerId: string) {
    if (rateOf(peerId).take()) options.enqueue(peerId, () => answer(peerId))
    else options.clock.after(limits.historyPageRefillMs, () => answerInTurn(peerId))
  }

  async function answer(peerId: string) {
    const heads = asking.get(peerId) ?? []
    asking.delete(peerId)
    lastAnswerMs.set(peerId, options.clock.nowMs())
    const page = options.sharesHistory
      ? await options.log.lackedBy(await holdings(peerId, heads))
      : { page: [], isComplete: true }
    const messages = page.page.map(toWire)
    await options.send(peerId, { type: 'history', messages, isComplete: page.isComplete })
  }

  /** What a peer has, and what it gets of us without asking. */
  async function holdings(peerId: string, heads: Heads): Promise<Map<string, Ranges>> {
    const have = new Map<string, Ranges>()
    const add = (authorId: string, ranges: Ranges) =>
      have.set(authorId, union(have.get(authorId) ?? [], ranges))
    for (const { authorId, ranges } of heads) add(authorId, ranges)
    const { sinceSeq } = await options.receipts.meet(peerId)
    const outbox: Range = [sinceSeq, Number.MAX_SAFE_INTEGER]
    add(options.ownId, [outbox])
    return have
  }

  return {
    handleWant(peerId: string, heads: Heads) {
      const isWaiting = asking.has(peerId)
      asking.set(peerId, heads)
      if (isWaiting) return
      const waitMs = (lastAnswerMs.get(peerId) ?? 0) + limits.historyPageIntervalMs - options.clock.nowMs()
      if (waitMs <= 0) return answerInTurn(peerId)
      options.clock.after(Math.min(waitMs, limits.historyPageIntervalMs), () => answerInTurn(peerId))
    },
  }
}
