import type { Clock } from '../environment.ts'
import type { Identity } from '../identity/identity.ts'
import type { Problem } from '../problem.ts'
import { anyone, type MessageRow, type SidetoneDatabase } from '../storage/database.ts'
import { chatMessageSchema, type ChatMessage, type SignedMessage } from '../wire/chat.ts'
import { parseJson } from '../wire/json.ts'
import { limits } from '../wire/limits.ts'
import { createCatchUp } from './catch-up.ts'
import { createHistoryServer } from './history-server.ts'
import { createMessageLog } from './message-log.ts'
import { checkMessageText } from './message-text.ts'
import { createOutbox } from './outbox.ts'
import type { Arrival } from './place.ts'
import { union, type Range } from './ranges.ts'
import { createReceipts } from './receipts.ts'
import { signMessage, toWire, verifyMessage, type VerifiedMessage } from './signed-message.ts'
import { createTaskQueues } from './task-queues.ts'
import type { ChatVerdict } from './verdict.ts'

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
  const log = createMessageLog({ database, roomId, ownId })
  const receipts = createReceipts({ database, roomId, ownId })
  const reportStorage = (error: unknown) => options.onProblem(storageProblem(error))
  /** In order for each peer, so that nothing overtakes. */
  const outgoing = createTaskQueues(reportStorage)
  const incoming = createTaskQueues(reportStorage)
  const waitingCharacters = new Map<string, number>()

  const enqueue = (peerId: string, task: () => Promise<void>) => void outgoing.run(peerId, task)
  const send = (peerId: string, message: ChatMessage) => options.sendTo(peerId, JSON.stringify(message))

  const outbox = createOutbox({
    clock,
    receipts,
    enqueue,
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
  const catchUp = createCatchUp({
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
      else await acknowledge(authorId, ranges)
    }
    return added.length
  }

  /** To an author, if it is there. */
  async function acknowledge(authorId: string, ranges: readonly Range[]) {
    const newest = ranges.slice(-limits.maxRangesPerAuthor)
    await send(authorId, { type: 'received', ranges: newest.map(([from, to]) => [from, to]) })
  }

  async function takeMessage(peerId: string, message: SignedMessage, isLate: boolean): Promise<ChatVerdict> {
    const verified = await verifyMessage(roomId, message)
    // What others said comes when it is asked for: this way each says only what is its own.
    if (verified?.authorId !== peerId) return 'forged'
    await keep([verified], isLate ? 'past' : 'live')
    return 'fine'
  }

  async function take(peerId: string, message: ChatMessage, characters: number): Promise<ChatVerdict> {
    switch (message.type) {
      case 'message':
        return takeMessage(peerId, message.message, message.isLate)
      case 'received':
        await receipts.mark(peerId, message.ranges)
        outbox.start(peerId)
        return 'fine'
      case 'want':
        server.handleWant(peerId, message.have)
        return 'fine'
      case 'history':
        return sharesHistory ? catchUp.handleHistory(peerId, message, characters) : 'unreadable'
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
        return { problem: storageProblem(error) }
      }
      outbox.handleWritten(row)
      return undefined
    },

    handlePeerOpen(peerId) {
      // At once, for the peer may say what it has before we do: what we say to it waits in its queue.
      outbox.open(peerId)
      // A moment later: first the panels say that we are connected, on the same thread.
      const shown = new Promise<void>((resolve) => clock.after(limits.afterOpenMs, resolve))
      enqueue(peerId, async () => {
        await shown
        await receipts.meet(peerId)
        await acknowledge(peerId, await log.rangesOf(peerId))
      })
      if (sharesHistory) void shown.then(() => catchUp.open(peerId))
    },

    async handleChat(peerId, text) {
      const waiting = (waitingCharacters.get(peerId) ?? 0) + text.length
      if (waiting > limits.maxWaitingChatCharacters) return 'unreadable'
      const message = parseJson(chatMessageSchema, text)
      if (!message) return 'unreadable'
      waitingCharacters.set(peerId, waiting)
      let verdict: ChatVerdict = 'fine'
      await incoming.run(peerId, async () => {
        const left = (waitingCharacters.get(peerId) ?? 0) - text.length
        if (left > 0) waitingCharacters.set(peerId, left)
        else waitingCharacters.delete(peerId)
        verdict = await take(peerId, message, text.length)
      })
      return verdict
    },

    close: catchUp.close,
  }
}

/** A failed write, as a person may read it. */
export function storageProblem(error: unknown): Problem {
  return { kind: 'storage-failed', detail: error instanceof Error ? error.name : String(error) }
}
