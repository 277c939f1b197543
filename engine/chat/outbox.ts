import type { Clock } from '../environment.ts'
import type { MessageRow } from '../storage/database.ts'
import { limits } from '../wire/limits.ts'
import type { Receipts } from './receipts.ts'

export interface OutboxOptions {
  readonly clock: Clock
  readonly receipts: Receipts
  /** Runs tasks for one peer one after the other. */
  readonly enqueue: (peerId: string, task: () => Promise<void>) => void
  /** The disk could not be read; it is tried again. */
  readonly onError: (error: unknown) => void
  /** False if it could not be handed to the peer's channel. */
  readonly send: (peerId: string, row: MessageRow, isLate: boolean) => Promise<boolean>
}

/** What is on its way to one peer over one link. */
interface Outgoing {
  readonly openedAtMs: number
  /** `waiting` until the peer says what it has; `reading` from disk; `live` when all on disk was sent. */
  state: 'waiting' | 'reading' | 'live'
  /** Own messages up to this number were sent, or were not for the peer. */
  sentUpTo: number
  /** The last that was written meanwhile. */
  writtenUpTo: number
}

/**
 * Sends our own messages to each peer that is linked: first, oldest first, what is on disk and the peer does not
 * have, however long ago it was written; and from then on what is written, as it is written.
 */
export function createOutbox(options: OutboxOptions) {
  const peers = new Map<string, Outgoing>()

  function read(peerId: string, peer: Outgoing) {
    peer.state = 'reading'
    options.enqueue(peerId, async () => {
      // Another link opened meanwhile and has its own.
      if (peers.get(peerId) !== peer) return
      const batch = await readBatch(peerId, peer)
      if (!batch) return
      const { rows, upTo } = batch
      for (const row of rows) if (!(await send(peerId, peer, row))) return
      peer.sentUpTo = upTo
      if (peer.writtenUpTo > upTo || rows.length > 0) read(peerId, peer)
      else peer.state = 'live'
    })
  }

  /** Undefined where the disk failed: then it is read again a moment later, and others' turns come before. */
  async function readBatch(peerId: string, peer: Outgoing) {
    try {
      return await options.receipts.outboxOf(peerId, peer.sentUpTo, limits.outboxBatchMessages)
    } catch (error) {
      options.onError(error)
      options.clock.after(limits.storageRetryMs, () => read(peerId, peer))
      return undefined
    }
  }

  /** False where the link is gone: when it opens again, the peer says anew what it has. */
  async function send(peerId: string, peer: Outgoing, row: MessageRow): Promise<boolean> {
    if (peers.get(peerId) !== peer) return false
    if (await options.send(peerId, row, row.atMs < peer.openedAtMs)) return true
    if (peers.get(peerId) === peer) peers.delete(peerId)
    return false
  }

  return {
    /** A link opened: nothing is sent before the peer has said what it has. */
    open(peerId: string) {
      const openedAtMs = options.clock.nowMs()
      peers.set(peerId, { openedAtMs, state: 'waiting', sentUpTo: 0, writtenUpTo: 0 })
    },

    /** The peer said what it has, and that is on disk. */
    start(peerId: string) {
      const peer = peers.get(peerId)
      if (peer?.state === 'waiting') read(peerId, peer)
    },

    /** An own message was written. */
    handleWritten(row: MessageRow) {
      for (const [peerId, peer] of peers) {
        peer.writtenUpTo = Math.max(peer.writtenUpTo, row.seq)
        if (peer.state !== 'live' || row.seq <= peer.sentUpTo) continue
        if (row.seq === peer.sentUpTo + 1) {
          peer.sentUpTo = row.seq
          options.enqueue(peerId, async () => {
            await send(peerId, peer, row)
          })
        } else read(peerId, peer)
      }
    },

    close: () => peers.clear(),
  }
}

export type Outbox = ReturnType<typeof createOutbox>
