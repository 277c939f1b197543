import type { Clock } from '../base/environment.ts'
import { limits } from '../base/limits.ts'
import type { Verdict } from '../session/feature.ts'
import type { Entry } from '../wire/entry.ts'
import type { ChatLink } from './chat-links.ts'
import type { SaidEntries } from './protocol.ts'
import type { Arrival } from './sort-key.ts'
import type { WaitingBudget, WaitingHolder } from './waiting-budget.ts'
import { createWriteRate } from './write-rate.ts'

/** Where an entry came from decides what it may be. */
export type Source = 'author' | 'history' | 'evidence'

/** One entry that is to be checked and written. */
export interface Incoming {
  readonly link: ChatLink
  readonly source: Source
  readonly arrival: Arrival
  readonly entry: Entry
}

/** What became of one. */
export interface Written {
  readonly verdict: Verdict
  readonly isNew: boolean
}

/** What became of a message's entries; undefined where they were given up, since too much was waiting. */
export type Taken = { readonly verdict: Verdict; readonly added: number } | undefined

/** A message whose entries wait. */
interface Item {
  readonly link: ChatLink
  readonly source: Source
  readonly arrival: Arrival
  readonly entries: readonly Entry[]
  readonly characters: number
  readonly bytes: number
  readonly resolve: (taken: Taken) => void
  readonly reject: (error: unknown) => void
  /** How many of its entries were written. */
  done: number
  added: number
  verdict: Verdict
  attempts: number
}

/** What waits of one peer. */
interface Queue extends WaitingHolder {
  readonly peerId: string
  readonly items: Item[]
  /** Not before then: the disk refused. */
  retryAtMs: number
}

export interface IntakeOptions {
  readonly clock: Clock
  readonly budget: WaitingBudget
  /** Checks and writes entries of one peer in one transaction; says of each what became of it. */
  readonly write: (batch: readonly Incoming[]) => Promise<readonly Written[]>
  /** The disk failed, and it is tried again. */
  readonly onRetry: (error: unknown) => void
}

/** In memory a character takes up to two bytes, and what stands around a message some more. */
const bytesOf = (characters: number) => 2 * characters + 512

const worse = (a: Verdict, b: Verdict): Verdict =>
  a === 'forged' || b === 'forged' ? 'forged' : a === 'malformed' || b === 'malformed' ? 'malformed' : 'fine'

/**
 * The one writer of a room: takes from each peer in turns what waits to be checked and written, a batch at a time. So a
 * flood, or a peer that's beyond its rate, holds up nobody else.
 */
export function createIntake(options: IntakeOptions) {
  const { budget, clock } = options
  const writeRate = createWriteRate(clock)
  /** Those with something waiting; whose turn was last comes last. */
  const queues = new Map<string, Queue>()
  let isWriting = false
  let cancelWait = () => {}

  function queueOf(peerId: string): Queue {
    const known = queues.get(peerId)
    if (known) return known
    const queue: Queue = {
      peerId,
      items: [],
      retryAtMs: 0,
      dropNewest: () => drop(queue, queue.items.at(-1)),
    }
    queues.set(peerId, queue)
    return queue
  }

  /** Takes an item off what waits. */
  function remove(queue: Queue, item: Item) {
    const index = queue.items.indexOf(item)
    if (index < 0) return
    queue.items.splice(index, 1)
    budget.release(queue, item.bytes)
    if (queue.items.length === 0) queues.delete(queue.peerId)
  }

  function drop(queue: Queue, item: Item | undefined) {
    if (!item) return
    remove(queue, item)
    item.resolve(undefined)
  }

  const waitMs = (queue: Queue) => Math.max(queue.retryAtMs - clock.nowMs(), writeRate.waitMs(queue.peerId))

  /** The next whose turn it is; otherwise waits until it's somebody's. */
  function nextQueue(): Queue | undefined {
    let soonestMs = Infinity
    for (const queue of queues.values()) {
      const ms = waitMs(queue)
      if (ms <= 0) return queue
      soonestMs = Math.min(soonestMs, ms)
    }
    cancelWait()
    if (soonestMs < Infinity) cancelWait = clock.after(Math.ceil(soonestMs), () => void run())
    return undefined
  }

  async function run() {
    if (isWriting) return
    isWriting = true
    for (let queue = nextQueue(); queue; queue = nextQueue()) {
      await turn(queue)
      // Behind all who came meanwhile.
      if (queues.delete(queue.peerId)) queues.set(queue.peerId, queue)
    }
    isWriting = false
  }

  /** The entries of one turn: all of one link, since one that ended goes by other rules. */
  function nextBatch(queue: Queue): { item: Item; incoming: Incoming }[] {
    const batch: { item: Item; incoming: Incoming }[] = []
    for (const item of queue.items) {
      const { arrival, link, source } = item
      if (link !== queue.items[0]?.link) break
      const room = limits.maxEntriesPerTurn - batch.length
      for (const entry of item.entries.slice(item.done, item.done + room)) {
        batch.push({ item, incoming: { arrival, entry, link, source } })
      }
      if (batch.length >= limits.maxEntriesPerTurn) break
    }
    return batch
  }

  async function turn(queue: Queue) {
    const batch = nextBatch(queue)
    try {
      const written = await options.write(batch.map(({ incoming }) => incoming))
      for (const [index, { item, incoming }] of batch.entries()) {
        const result = written[index]
        item.done += 1
        item.verdict = worse(item.verdict, result?.verdict ?? 'fine')
        if (result?.isNew) item.added += 1
        writeRate.charge(queue.peerId, incoming.entry.text.length)
      }
    } catch (error) {
      retryLater(queue, new Set(batch.map(({ item }) => item)), error)
    }
    for (const item of new Set(batch.map((one) => one.item))) {
      if (item.done < item.entries.length) continue
      remove(queue, item)
      item.resolve({ verdict: item.verdict, added: item.added })
    }
  }

  /** The disk failed. An author doesn't say it again over this link; history is asked for again by itself. */
  function retryLater(queue: Queue, items: ReadonlySet<Item>, error: unknown) {
    queue.retryAtMs = clock.nowMs() + limits.storageRetryMs
    for (const item of items) {
      item.attempts += 1
      if (item.source === 'author' && item.attempts < limits.maxStorageAttempts) {
        options.onRetry(error)
        continue
      }
      remove(queue, item)
      item.reject(error)
    }
  }

  return {
    /**
     * Takes a message's entries, `characters` long on the wire. Resolves when they are on disk; undefined where they were
     * given up. `malformed` at once where the peer has too much waiting. Rejects where the disk fails.
     */
    take(
      link: ChatLink,
      source: Source,
      arrival: Arrival,
      said: SaidEntries,
      characters: number,
    ): Promise<Taken> {
      const entries = said.filter((entry) => entry !== undefined)
      const verdict: Verdict = entries.length < said.length ? 'malformed' : 'fine'
      if (entries.length === 0) return Promise.resolve({ verdict, added: 0 })
      const queue = queueOf(link.peer.peerId)
      const bytes = bytesOf(characters)
      const reserved = budget.reserve(queue, bytes)
      if (reserved !== 'reserved') {
        if (queue.items.length === 0) queues.delete(queue.peerId)
        return Promise.resolve(reserved === 'full' ? undefined : { verdict: 'malformed', added: 0 })
      }
      return new Promise((resolve, reject) => {
        const progress = { done: 0, added: 0, verdict, attempts: 0 }
        queue.items.push({ link, source, arrival, entries, characters, bytes, resolve, reject, ...progress })
        void run()
      })
    },

    /** A link ended: what it left waiting is written for a moment, and then given up. */
    end(link: ChatLink) {
      clock.after(limits.writeAfterCloseMs, () => {
        const queue = queues.get(link.peer.peerId)
        for (const item of queue?.items.filter((one) => one.link === link) ?? []) {
          if (queue) drop(queue, item)
        }
      })
    },

    /** The room is left: nothing waits any longer. */
    close() {
      cancelWait()
      for (const queue of [...queues.values()]) {
        for (const item of [...queue.items]) drop(queue, item)
      }
    },
  }
}

export type Intake = ReturnType<typeof createIntake>
