import type { Environment } from '../base/environment.ts'
import type { Identity } from '../identity/identity.ts'
import { limits } from '../base/limits.ts'
import { storageProblem, type Problem } from '../base/problem.ts'
import type { Feature, LinkedPeer, Verdict } from '../session/feature.ts'
import type { EntryRow, SidetoneDatabase } from '../storage/database.ts'
import { createChatActions, type ChatActions } from './chat-actions.ts'
import { createChatLinks, type ChatLink } from './chat-links.ts'
import { createDeliveryAcks } from './delivery-acks.ts'
import { createEntryLog } from './entry-log.ts'
import { createHistoryServer } from './history-server.ts'
import { createHistorySync } from './history-sync.ts'
import { createIntake } from './intake.ts'
import { createKeeper } from './keeper.ts'
import { learnKinds } from './learn-kinds.ts'
import { liveEntry, type LiveEntry } from './live-entry.ts'
import { createPreparation } from './preparation.ts'
import { createOutbox } from './outbox.ts'
import { createOwnEntries } from './own-entries.ts'
import type { Said } from './own-writer.ts'
import { chatProtocol, type ChatMessage } from './protocol.ts'
import { createReadAhead } from './read-ahead.ts'
import { createReceiptStore } from './receipt-store.ts'
import { readDisappearing } from './settings.ts'
import type { WaitingBudget } from './waiting-budget.ts'
import { createWitness } from './witness.ts'

export interface ChatOptions {
  readonly roomId: string
  /** Our name, as it stands by what we say. */
  readonly name: string
  readonly identity: Identity
  /** Whether what was said before somebody came is passed on, and taken. */
  readonly sharesHistory: boolean
  readonly environment: Pick<Environment, 'clock' | 'log' | 'random'>
  readonly database: SidetoneDatabase
  /** The same database, written with strict durability. */
  readonly ownDatabase?: SidetoneDatabase
  /** What may wait in memory, of all rooms together. */
  readonly budget: WaitingBudget
  readonly onProblem: (problem: Problem) => void
  /** What could not be written can be again. */
  readonly onStorageRecovered: () => void
  /** An author signed two different entries under one number. */
  readonly onEquivocation: (authorName: string) => void
  /** Somebody said something just now. Others' words come once they are verified, ours once they are on disk. */
  readonly onLive: (entries: readonly LiveEntry[]) => void
  /** Those are on disk. */
  readonly onLiveKept: (entries: readonly LiveEntry[]) => void
  /** Something was written that is to disappear by then. */
  readonly onDue: (dueAtMs: number) => void
}

export interface Chat extends Feature<ChatMessage> {
  readonly actions: ChatActions
}

/**
 * What is said in one room. Durable first: an entry is signed, written, then sent, then acknowledged by each peer
 * when the peer has written it. Only where its number is reserved on disk is it sent as it's written (own-writer.ts).
 * A peer's link opens with both saying what they have of each other's entries; what a peer lacks of ours follows
 * (outbox.ts), and what was said before it came, or by those who are gone, it asks for (history-sync.ts). What arrives twice is written once, and what contradicts is shown (witness.ts).
 */
export function createChat(options: ChatOptions): Chat {
  const { database, identity, roomId, sharesHistory } = options
  const { clock } = options.environment
  const ownDatabase = options.ownDatabase ?? database
  const logger = options.environment.log.logger('chat')
  const ownId = identity.peerId
  /** From then on nothing is written: what comes after may come after "Forget room". */
  const closing = new AbortController()
  const closed = closing.signal
  const at = { database, ownDatabase, roomId, ownId, closed }

  let hasFailed = false
  function onError(error: unknown) {
    if (closed.aborted) return
    hasFailed = true
    logger.caught('storage', error)
    options.onProblem(storageProblem(error))
  }

  function noteWritten() {
    if (!hasFailed) return
    hasFailed = false
    options.onStorageRecovered()
  }

  function noteDue(rows: readonly { readonly dueAtMs?: number | undefined }[]) {
    for (const { dueAtMs } of rows) if (dueAtMs !== undefined) options.onDue(dueAtMs)
  }

  const log = createEntryLog(at)
  const receipts = createReceiptStore({ ...at, nowMs: clock.nowMs })
  /** How many own entries were written. */
  let ownCount = 0
  const disappearing = createReadAhead({
    read: () => readDisappearing(database, roomId),
    revision: () => log.revision() + ownCount,
    logger,
  })
  const own = createOwnEntries({
    ...at,
    clock,
    identity,
    name: options.name,
    log,
    logger,
    onSigned: (row) => outbox.handleSigned(row),
    onUnkept: onError,
  })
  const preparation = createPreparation({ clock, logger, own, readSettings: disappearing.start })
  const links = createChatLinks({ clock, logger, onError, onEnd: handleEnd })
  const acks = createDeliveryAcks()
  const outbox = createOutbox({ clock, ownId, receipts, onError })
  const server = createHistoryServer({ clock, ownId, sharesHistory, log, receipts })
  const witness = createWitness({
    clock,
    random: options.environment.random,
    logger,
    ownId,
    sharesHistory,
    log,
    receipts,
    links,
    onError,
    onEquivocation: options.onEquivocation,
  })
  const keeper = createKeeper({
    clock,
    roomId,
    ownId,
    sharesHistory,
    log,
    receipts,
    own,
    links,
    acks,
    outbox,
    witness,
    onLive: options.onLive,
    onLiveKept: options.onLiveKept,
    onWritten: noteDue,
  })
  const intake = createIntake({
    clock,
    budget: options.budget,
    async write(...batch) {
      const kept = await keeper.keep(...batch)
      noteWritten()
      preparation.readSoon()
      return kept
    },
    onRetry: onError,
  })
  const historySync = createHistorySync({
    clock,
    versionVector: log.versionVector,
    onError,
    async take(link, entries, characters) {
      const taken = await intake.take(link, 'history', 'past', entries, characters)
      // It's asked for again, a while later.
      if (!taken) throw new DOMException('Too much is waiting to be written.', 'QuotaExceededError')
      return taken
    },
  })

  function handleEnd(link: ChatLink) {
    outbox.end(link)
    server.end(link)
    historySync.end(link)
    intake.end(link)
  }

  // What couldn't be read again now is when the room is opened the next time.
  learnKinds(database, at, (row) => noteDue([row])).then(disappearing.drop, onError)
  preparation.readSoon()

  const pause = (ms: number) => new Promise<void>((resolve) => clock.after(ms, resolve))

  /** Does what the disk may refuse for a moment, as long as the link is open. */
  async function attempt(link: ChatLink, task: () => Promise<unknown>): Promise<void> {
    while (link.isOpen()) {
      try {
        await task()
        return
      } catch (error) {
        onError(error)
        await pause(limits.storageRetryMs)
      }
    }
  }

  async function take(link: ChatLink, message: ChatMessage, characters: number): Promise<Verdict> {
    switch (message.type) {
      case 'entry': {
        const arrival = message.isLate ? 'past' : 'live'
        const taken = await intake.take(link, 'author', arrival, [message.entry], characters)
        return taken?.verdict ?? 'fine'
      }
      case 'received':
        // Of what was sent as it was written, the disk knows by then.
        await own.written()
        await outbox.handleReceived(link, message.ranges)
        return 'fine'
      case 'want':
        server.handleWant(link, message.have)
        return 'fine'
      case 'history':
        return sharesHistory ? historySync.handleHistory(link, message, characters) : 'malformed'
      case 'digests':
        witness.handleDigests(link, message.have)
        return 'fine'
      case 'evidence': {
        const taken = await intake.take(link, 'evidence', 'past', message.entries, characters)
        return taken?.verdict ?? 'fine'
      }
      case 'prove':
        witness.handleProve(link, message.author, message.seq)
        return 'fine'
    }
  }

  function open(peer: LinkedPeer<ChatMessage>) {
    const link = links.open(peer)
    // At once, for the peer may say what it has before we do: what we say to it waits in its queue.
    outbox.open(link)
    // A moment later: first the panels say that we are connected, on the same thread.
    const shown = pause(limits.afterOpenMs)
    link.enqueue(async () => {
      await shown
      // Without it the peer would say nothing to us as long as the link is open.
      await attempt(link, async () => {
        await receipts.meet(peer.peerId)
        const ranges = await log.vectorOf(peer.peerId)
        link.newestSeq = ranges.at(-1)?.to ?? 0
        await acks.say(link, ranges)
      })
    })
    witness.open(link)
    if (sharesHistory) void shown.then(() => link.isOpen() && historySync.open(link))
  }

  async function write(
    entry: () => Said | Problem | Promise<Said | Problem>,
    nonce?: string,
  ): Promise<Problem | undefined> {
    let row: EntryRow
    try {
      const said = await entry()
      if (!('body' in said)) return said
      row = await own.append(said, clock.nowMs())
    } catch (error) {
      if (!closed.aborted) logger.caught('not-written', error)
      return closed.aborted ? { kind: 'not-joined' } : storageProblem(error)
    }
    ownCount += 1
    noteWritten()
    noteDue([row])
    outbox.handleWritten(row)
    preparation.readSoon()
    if (row.isShown) {
      const live = [liveEntry(row, row.receivedAtMs, nonce)]
      options.onLive(live)
      options.onLiveKept(live)
    }
    witness.tellLater([ownId])
    return undefined
  }

  return {
    protocol: chatProtocol,

    actions: createChatActions({
      ownId,
      log,
      nowMs: clock.nowMs,
      nameNow: own.nameNow,
      disappearing: disappearing.get,
      prepare: preparation.prepare,
      write,
    }),

    handleOpen: open,

    async handle(peer, message, characters) {
      const link = links.to(peer.peerId)
      // Of a link that was replaced: what it said is said again.
      if (link?.peer !== peer) return 'fine'
      try {
        return await take(link, message, characters)
      } catch (error) {
        onError(error)
        return 'fine'
      }
    },

    handlePeers: links.handlePeers,

    close() {
      closing.abort()
      preparation.close()
      links.close()
      historySync.close()
      witness.close()
      intake.close()
    },
  }
}
