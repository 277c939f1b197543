import type { Clock } from '../base/environment.ts'
import type { MessageRow } from '../storage/database.ts'
import { limits } from '../base/limits.ts'
import { contains, union, type Ranges } from './ranges.ts'
import type { Receipts } from './receipt-store.ts'

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
  /**
   * `waiting` until the peer says what it has; `reading` from disk; `live` when all on disk was sent; `full` while the
   * peer has so much to write that it gets no more.
   */
  state: 'waiting' | 'reading' | 'live' | 'full'
  /** Own messages up to this number were sent, or were not for the peer. */
  sentUpTo: number
  /** The last that was written meanwhile. */
  writtenUpTo: number
  /** What was sent and the peer has not said to have: how long it is, by number. */
  readonly unconfirmed: Map<number, number>
  unconfirmedCharacters: number
  cancelTimeout: () => void
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
      for (const row of rows) {
        if (isFull(peerId, peer)) return
        note(peer, row)
        if (!(await send(peerId, peer, row))) return
      }
      peer.sentUpTo = upTo
      if (peer.writtenUpTo > upTo || rows.length > 0) read(peerId, peer)
      else peer.state = 'live'
    })
  }

  function note(peer: Outgoing, row: MessageRow) {
    peer.sentUpTo = row.seq
    const characters = JSON.stringify(row).length
    peer.unconfirmed.set(row.seq, characters)
    peer.unconfirmedCharacters += characters
  }

  /** So much is on its way that the rest stays on our disk until the peer has written some of it. */
  function isFull(peerId: string, peer: Outgoing): boolean {
    if (peer.unconfirmedCharacters < limits.maxUnconfirmedCharacters) return false
    peer.state = 'full'
    awaitConfirmation(peerId, peer)
    return true
  }

  /** A peer that confirms nothing for so long may have been unable to write: it is sent the rest all the same. */
  function awaitConfirmation(peerId: string, peer: Outgoing) {
    peer.cancelTimeout()
    peer.cancelTimeout = options.clock.after(limits.confirmationTimeoutMs, () => {
      if (peers.get(peerId) !== peer || peer.state !== 'full') return
      peer.unconfirmed.clear()
      peer.unconfirmedCharacters = 0
      read(peerId, peer)
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
      peers.get(peerId)?.cancelTimeout()
      peers.set(peerId, {
        openedAtMs,
        state: 'waiting',
        sentUpTo: 0,
        writtenUpTo: 0,
        unconfirmed: new Map(),
        unconfirmedCharacters: 0,
        cancelTimeout: () => {},
      })
    },

    /** The peer said what it has, and that is on disk. */
    handleReceived(peerId: string, ranges: Ranges) {
      const peer = peers.get(peerId)
      if (!peer) return
      const sorted = union(ranges, [])
      for (const [seq, characters] of peer.unconfirmed) {
        if (!contains(sorted, seq)) continue
        peer.unconfirmed.delete(seq)
        peer.unconfirmedCharacters -= characters
      }
      if (peer.state === 'waiting') read(peerId, peer)
      else if (peer.state === 'full' && !isFull(peerId, peer)) read(peerId, peer)
    },

    /** An own message was written. */
    handleWritten(row: MessageRow) {
      for (const [peerId, peer] of peers) {
        peer.writtenUpTo = Math.max(peer.writtenUpTo, row.seq)
        if (peer.state !== 'live' || row.seq <= peer.sentUpTo || isFull(peerId, peer)) continue
        if (row.seq === peer.sentUpTo + 1) {
          note(peer, row)
          options.enqueue(peerId, async () => {
            await send(peerId, peer, row)
          })
        } else read(peerId, peer)
      }
    },

    close() {
      for (const peer of peers.values()) peer.cancelTimeout()
      peers.clear()
    },
  }
}

export type Outbox = ReturnType<typeof createOutbox>
