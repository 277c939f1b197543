import type { Clock } from '../base/environment.ts'
import type { Identity } from '../identity/identity.ts'
import { storageProblem, type Problem } from '../base/problem.ts'
import { anyone, type MessageRow, type SidetoneDatabase } from '../storage/database.ts'
import { chatMessageSchema, type ChatMessage, type SignedMessage } from './protocol.ts'
import { parseJson } from '../base/json.ts'
import { limits } from '../base/limits.ts'
import { createDeliveryAcks } from './delivery-acks.ts'
import { createHistorySync } from './history-sync.ts'
import { createHistoryServer } from './history-server.ts'
import { createMessageLog } from './message-log.ts'
import { checkMessageText } from './message-text.ts'
import { createOutbox } from './outbox.ts'
import type { Arrival } from './sort-key.ts'
import { union, type Range } from './ranges.ts'
import { createReceiptStore } from './receipt-store.ts'
import { signMessage, toWire, verifyMessage, type VerifiedMessage } from './signed-message.ts'
import { createTaskQueues } from '../base/task-queues.ts'
import type { ChatVerdict } from './verdict.ts'
import { createWriteRate } from './write-rate.ts'

export interface ConversationOptions {
  readonly roomId: string
  /** Our name, as it stands by what we say. */
  readonly name: string
  readonly identity: Identity
  /** Whether what was said before somebody came is passed on, and taken. */
  readonly sharesHistory: boolean
  readonly clock: Clock
  readonly database: SidetoneDatabase
  /** False if it could not be handed to the peer's channel. */
  readonly sendTo: (peerId: string, text: string) => Promise<boolean>
  readonly onProblem: (problem: Problem) => void
  /** Somebody signed two different messages with one number; of these, the one seen first stays. */
  readonly onContradiction: (authorName: string) => void
}

export interface Conversation {
  /** Resolves when the message is on disk; it then goes to everyone by itself. */
  send(text: string): Promise<{ problem: Problem } | undefined>
  /** The link of a peer who proved its identity opened: it gets what it lacks, and we what we lack. */
  handlePeerOpen(peerId: string): void
  /** Takes what came on such a peer's chat channel. */
  handleChat(peerId: string, text: string): Promise<ChatVerdict>
  /** Ends it: what is not being written by now never is. */
  close(): void
}

/**
 * What is said in one room. Durable first: a message is signed, written, then sent, then acknowledged by each peer
 * when the peer has written it. A peer's link opens with both saying what they have of each other's messages;
 * what a peer lacks of ours follows (outbox.ts), and what was said before it came, or by those who are gone,
 * it asks for (catch-up.ts). What arrives twice is written once.
 */
export function createConversation(options: ConversationOptions): Conversation {
  const { clock, database, identity, roomId, sharesHistory } = options
  const ownId = identity.peerId
  /** From then on nothing is written: what comes after may come after "Forget room". */
  const closing = new AbortController()
  const closed = closing.signal
  const log = createMessageLog({ database, roomId, ownId, closed })
  const receipts = createReceiptStore({ database, roomId, ownId, closed })
  const reportStorage = (error: unknown) => {
    if (!closed.aborted) options.onProblem(storageProblem(error))
  }
  /** In order for each peer, so that nothing overtakes. */
  const outgoing = createTaskQueues(reportStorage)
  const incoming = createTaskQueues(reportStorage)
  const writeRate = createWriteRate(clock)
  const waitingCharacters = new Map<string, number>()

  const enqueue = (peerId: string, task: () => Promise<void>) => void outgoing.run(peerId, task)

  async function send(peerId: string, message: ChatMessage): Promise<boolean> {
    try {
      return await options.sendTo(peerId, JSON.stringify(message))
    } catch {
      // The channel takes nothing so long: the peer itself may say how much it does (RFC 8841).
      return false
    }
  }

  const pause = (ms: number) => new Promise<void>((resolve) => clock.after(ms, resolve))

  /** Does what the disk may refuse for a moment; after so many attempts, the error is thrown. */
  async function attempt(maxAttempts: number, task: () => Promise<void>): Promise<void> {
    for (let attempts = 1; ; attempts++) {
      try {
        return await task()
      } catch (error) {
        if (attempts >= maxAttempts || closed.aborted) throw error
        reportStorage(error)
        await pause(limits.storageRetryMs)
      }
    }
  }

  const deliveryAcks = createDeliveryAcks({ enqueue, send })
  const outbox = createOutbox({
    clock,
    receipts,
    enqueue,
    onError: reportStorage,
    send: (peerId, row, isLate) => send(peerId, { type: 'message', message: toWire(row), isLate }),
  })
  const server = createHistoryServer({
    clock,
    ownId,
    sharesHistory,
    log,
    receipts,
    enqueue,
    send,
  })
  const historySync = createHistorySync({
    clock,
    heads: log.heads,
    ask: (peerId, have) => send(peerId, { type: 'want', have }),
    onError: reportStorage,
    async take(messages) {
      const verified = await Promise.all(messages.map((message) => verifyMessage(roomId, message)))
      const genuine = verified.filter((message) => message !== undefined)
      const added = await keep(genuine, 'past')
      return { added, verdict: genuine.length < messages.length ? 'forged' : 'fine' }
    },
  })

  /** Writes what others said, and says to its authors that we have it. */
  async function keep(messages: readonly VerifiedMessage[], arrival: Arrival): Promise<number> {
    const { added, contradicted } = await log.appendReceived(messages, arrival, clock.nowMs())
    for (const { authorName } of contradicted) options.onContradiction(authorName)
    // Also for what we had: its author may not know.
    const byAuthor = new Map<string, Range[]>()
    for (const { authorId, seq } of messages) {
      byAuthor.set(authorId, union(byAuthor.get(authorId) ?? [], [[seq, seq]]))
    }
    for (const [authorId, ranges] of byAuthor) {
      if (authorId === ownId) await receipts.mark(anyone, ranges)
      else deliveryAcks.sayLater(authorId, ranges)
    }
    return added.length
  }

  async function takeMessage(peerId: string, message: SignedMessage, isLate: boolean): Promise<ChatVerdict> {
    const verified = await verifyMessage(roomId, message)
    // What others said comes when it is asked for: this way each says only what is its own.
    if (verified?.authorId !== peerId) return 'forged'
    // It is not sent again over this link.
    await attempt(limits.maxStorageAttempts, async () => {
      await keep([verified], isLate ? 'past' : 'live')
    })
    return 'fine'
  }

  async function take(peerId: string, message: ChatMessage, characters: number): Promise<ChatVerdict> {
    switch (message.type) {
      case 'message':
        return takeMessage(peerId, message.message, message.isLate)
      case 'received':
        // What cannot be noted is sent once more, and said to be there once more.
        await receipts
          .mark(peerId, message.ranges)
          .finally(() => outbox.handleReceived(peerId, message.ranges))
        return 'fine'
      case 'want':
        server.handleWant(peerId, message.have)
        return 'fine'
      case 'history':
        return sharesHistory ? historySync.handleHistory(peerId, message, characters) : 'unreadable'
    }
  }

  return {
    async send(text) {
      const problem = checkMessageText(text)
      if (problem) return { problem }
      const nowMs = clock.nowMs()
      const said = { authorName: options.name, atMs: Math.floor(nowMs), text }
      let row: MessageRow
      try {
        row = await log.appendOwn((seq) => signMessage(identity, roomId, { ...said, seq }), nowMs)
      } catch (error) {
        return { problem: closed.aborted ? { kind: 'not-joined' } : storageProblem(error) }
      }
      outbox.handleWritten(row)
      return undefined
    },

    handlePeerOpen(peerId) {
      // At once, for the peer may say what it has before we do: what we say to it waits in its queue.
      outbox.open(peerId)
      deliveryAcks.open(peerId)
      // A moment later: first the panels say that we are connected, on the same thread.
      const shown = pause(limits.afterOpenMs)
      enqueue(peerId, async () => {
        await shown
        // Without it the peer would say nothing to us as long as the link is open.
        await attempt(Infinity, async () => {
          await receipts.meet(peerId)
          await deliveryAcks.say(peerId, await log.rangesOf(peerId))
        })
      })
      if (sharesHistory) void shown.then(() => historySync.open(peerId))
    },

    async handleChat(peerId, text) {
      const waiting = (waitingCharacters.get(peerId) ?? 0) + text.length
      if (waiting > limits.maxWaitingChatCharacters) return 'unreadable'
      const message = parseJson(chatMessageSchema, text)
      if (!message) return 'unreadable'
      waitingCharacters.set(peerId, waiting)
      let verdict: ChatVerdict = 'fine'
      const isWritten = message.type === 'message' || message.type === 'history'
      await incoming.run(peerId, async () => {
        if (isWritten) await writeRate.turn(peerId, text.length)
        const left = (waitingCharacters.get(peerId) ?? 0) - text.length
        if (left > 0) waitingCharacters.set(peerId, left)
        else waitingCharacters.delete(peerId)
        // Thousands may wait, and each would be verified first.
        if (!closed.aborted) verdict = await take(peerId, message, text.length)
      })
      return verdict
    },

    close() {
      closing.abort()
      historySync.close()
      outbox.close()
    },
  }
}
