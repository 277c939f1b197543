import { liveQuery } from 'dexie'
import { createBackoff } from '../base/backoff.ts'
import { browserClock } from '../base/browser-environment.ts'
import type { Clock } from '../base/environment.ts'
import { limits } from '../base/limits.ts'

export interface ObserveOptions<Value> {
  /** Only reads, and only from the database: what it read is what it is run again for. */
  readonly query: () => Promise<Value>
  readonly onValue: (value: Value) => void
  /** The query failed. It is tried again, with a growing delay, until it works. */
  readonly onError: (error: unknown) => void
  readonly clock?: Clock
}

type Outcome<Value> = { readonly value: Value } | { readonly error: unknown }

interface Run<Value> {
  readonly outcome: Promise<Outcome<Value>>
  readonly startedAtMs: number
  isTold: boolean
}

async function outcomeOf<Value>(query: () => Promise<Value>): Promise<Outcome<Value>> {
  try {
    return { value: await query() }
  } catch (error) {
    return { error }
  }
}

/**
 * Runs a query, and again after each change of what it read, also by other contexts of the extension. Returns what
 * ends it.
 *
 * It is Dexie's live query with two differences. That one gives up a query that is under way when something changes,
 * and so tells nothing as long as changes come faster than the query is done: here each result is told, and the query
 * run again after it, with a rest between that leaves the thread to others. And that one ends at the first failure,
 * without a word where the database was closed.
 */
export function observe<Value>(options: ObserveOptions<Value>): () => void {
  const { clock = browserClock } = options
  const backoff = createBackoff({ firstMs: limits.databaseReopenFirstMs, random: () => 1 })
  let run: Run<Value> | undefined
  /** Something that it read has changed since the run began. */
  let isStale = false
  let mayRunAtMs = 0
  let unsubscribe = () => {}
  let cancel = () => {}

  function begin(): Run<Value> {
    cancel()
    isStale = false
    return { outcome: outcomeOf(options.query), startedAtMs: clock.nowMs(), isTold: false }
  }

  /**
   * Dexie calls this first, and whenever something has changed that the call before read. Where it is too early for
   * that, the call gives what there is, and no longer reads anything: then it takes a new subscription.
   */
  async function ask() {
    if (run && (!run.isTold || clock.nowMs() < mayRunAtMs)) isStale = true
    else run = begin()
    const of = run
    return { of, outcome: await of.outcome }
  }

  /** Tells a result, once; gives how long to rest after it. */
  function tell(told: Run<Value>, outcome: Outcome<Value>): number {
    told.isTold = true
    if ('value' in outcome) {
      backoff.reset()
      options.onValue(outcome.value)
      return Math.min(limits.maxQueryRestMs, 2 * (clock.nowMs() - told.startedAtMs))
    }
    isStale = true
    options.onError(outcome.error)
    return backoff.nextMs(limits.databaseReopenMaxMs)
  }

  function handleAnswer({ of, outcome }: { of: Run<Value>; outcome: Outcome<Value> }) {
    if (!of.isTold) mayRunAtMs = clock.nowMs() + tell(of, outcome)
    // Whoever was told may have ended it.
    if (!isStale || of !== run) return
    cancel()
    cancel = clock.after(Math.max(0, mayRunAtMs - clock.nowMs()), subscribe)
  }

  function subscribe() {
    unsubscribe()
    run = undefined
    const subscription = liveQuery(ask).subscribe({ next: handleAnswer, error: options.onError })
    unsubscribe = () => subscription.unsubscribe()
  }

  subscribe()
  return () => {
    cancel()
    unsubscribe()
    run = undefined
  }
}
