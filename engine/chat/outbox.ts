import type { Clock } from '../base/environment.ts'
import { limits } from '../base/limits.ts'
import type { EntryRow } from '../storage/database.ts'
import type { OwnRow } from './own-writer.ts'
import type { ChatLink } from './chat-links.ts'
import { numbersSaid } from './chain.ts'
import { isOver } from './lifetime.ts'
import type { SaidRanges } from './protocol.ts'
import { contains, difference, type Range } from '../base/ranges.ts'
import type { Receipts } from './receipt-store.ts'
import { toWire } from './signed-entry.ts'

export interface OutboxOptions {
  readonly clock: Clock
  readonly ownId: string
  readonly receipts: Receipts
  /** The disk could not be read; it is tried again. */
  readonly onError: (error: unknown) => void
}

/** What is on its way to one peer over one link. */
interface Outgoing {
  readonly link: ChatLink
  /**
   * `waiting` until the peer says what it has; `proving` while it shows what it claims to have of us and we don't know;
   * `reading` from disk; `live` when all on disk was sent; `full` while the peer has so much to write that it gets no
   * more.
   */
  state: 'waiting' | 'proving' | 'reading' | 'live' | 'full'
  /** What the peer said to have when the link opened. */
  claims: SaidRanges
  /** The number that it was asked to show last. */
  askedFor: number
  /** Own entries up to this number were sent, or were not for the peer. */
  sentUpTo: number
  /** The last that was written meanwhile. */
  writtenUpTo: number
  /** What was sent and the peer has not said to have: how long it is, by number. */
  readonly unconfirmed: Map<number, number>
  unconfirmedCharacters: number
  cancelTimeout: () => void
}

/**
 * Sends our own entries to each peer that is linked: first, oldest first, what is on disk and the peer does not
 * have, however long ago it was written; and from then on what is written, as it is written.
 */
export function createOutbox(options: OutboxOptions) {
  const peers = new Map<string, Outgoing>()

  const isCurrent = (peer: Outgoing) => peers.get(peer.link.peer.peerId) === peer

  function read(peer: Outgoing) {
    peer.state = 'reading'
    peer.link.enqueue(async () => {
      if (!isCurrent(peer)) return
      const batch = await readBatch(peer)
      if (!batch) return
      const { rows, upTo } = batch
      for (const row of rows) {
        if (isFull(peer)) return
        // Deleted, or disappeared: there is nothing left to send.
        if (isOver(row, options.clock.nowMs())) continue
        note(peer, row)
        if (!(await send(peer, row))) return
      }
      peer.sentUpTo = Math.max(peer.sentUpTo, upTo)
      if (peer.writtenUpTo > upTo || rows.length > 0) read(peer)
      else peer.state = 'live'
    })
  }

  function note(peer: Outgoing, row: OwnRow) {
    peer.sentUpTo = row.seq
    const characters = row.signedText.length
    peer.unconfirmed.set(row.seq, characters)
    peer.unconfirmedCharacters += characters
  }

  /** So much is on its way that the rest stays on our disk until the peer has written some of it. */
  function isFull(peer: Outgoing): boolean {
    if (peer.unconfirmedCharacters < limits.maxUnconfirmedCharacters) return false
    peer.state = 'full'
    awaitConfirmation(peer)
    return true
  }

  /** A peer that confirms nothing for so long may have been unable to write: it is sent the rest all the same. */
  function awaitConfirmation(peer: Outgoing) {
    peer.cancelTimeout()
    peer.cancelTimeout = options.clock.after(limits.confirmationTimeoutMs, () => {
      if (!isCurrent(peer) || peer.state !== 'full') return
      peer.unconfirmed.clear()
      peer.unconfirmedCharacters = 0
      read(peer)
    })
  }

  /** Undefined where the disk failed: then it is read again a moment later, and others' turns come before. */
  async function readBatch(peer: Outgoing) {
    try {
      return await options.receipts.outboxOf(peer.link.peer.peerId, peer.sentUpTo, limits.outboxBatchEntries)
    } catch (error) {
      options.onError(error)
      options.clock.after(limits.storageRetryMs, () => {
        if (isCurrent(peer)) read(peer)
      })
      return undefined
    }
  }

  /** False where the link is gone: when it opens again, the peer says anew what it has. */
  async function send(peer: Outgoing, row: OwnRow): Promise<boolean> {
    if (!isCurrent(peer)) return false
    // Its time was over while it waited here.
    if (isOver(row, options.clock.nowMs())) return true
    const isLate = row.atMs < peer.link.openedAtMs
    if (await peer.link.send({ type: 'entry', entry: toWire(row), isLate })) return true
    if (isCurrent(peer)) peers.delete(peer.link.peer.peerId)
    return false
  }

  function sendNext(peer: Outgoing, row: OwnRow) {
    note(peer, row)
    peer.link.enqueue(async () => {
      await send(peer, row)
    })
  }

  /** Takes what a peer said to have off what is on its way. */
  function confirm(peer: Outgoing, said: SaidRanges, unknown: readonly number[]) {
    const confirmed = difference(
      numbersSaid(said),
      unknown.toSorted((a, b) => a - b).map((seq): Range => [seq, seq]),
    )
    for (const [seq, characters] of peer.unconfirmed) {
      if (!contains(confirmed, seq)) continue
      peer.unconfirmed.delete(seq)
      peer.unconfirmedCharacters -= characters
    }
  }

  /**
   * The peer says to have of us what we don't know: our disk may have lost it, and what we said since would contradict
   * it. It is asked to show it, and is sent nothing before, unless it takes too long: a bare claim is nothing.
   */
  function prove(peer: Outgoing, unknown: readonly number[]) {
    const seq = Math.max(...unknown)
    if (seq === peer.askedFor) return
    peer.state = 'proving'
    peer.askedFor = seq
    peer.cancelTimeout()
    peer.cancelTimeout = options.clock.after(limits.ownProofTimeoutMs, () => {
      if (isCurrent(peer) && peer.state === 'proving') read(peer)
    })
    peer.link.enqueue(async () => {
      await peer.link.send({ type: 'prove', author: options.ownId, seq })
    })
  }

  /** Marks what the peer said to have; what cannot be noted is sent once more, and said to be there once more. */
  async function mark(peer: Outgoing, said: SaidRanges): Promise<number[]> {
    try {
      return await options.receipts.mark(peer.link.peer.peerId, said)
    } catch (error) {
      options.onError(error)
      return []
    }
  }

  function begin(peer: Outgoing, unknown: readonly number[]) {
    if (unknown.length > 0) return prove(peer, unknown)
    peer.cancelTimeout()
    read(peer)
  }

  return {
    /** A link opened: nothing is sent before the peer has said what it has. */
    open(link: ChatLink) {
      peers.get(link.peer.peerId)?.cancelTimeout()
      peers.set(link.peer.peerId, {
        link,
        state: 'waiting',
        claims: [],
        askedFor: 0,
        sentUpTo: 0,
        writtenUpTo: 0,
        unconfirmed: new Map(),
        unconfirmedCharacters: 0,
        cancelTimeout: () => {},
      })
    },

    /** The peer said what it has. */
    async handleReceived(link: ChatLink, said: SaidRanges): Promise<void> {
      const peer = peers.get(link.peer.peerId)
      if (peer?.link !== link) return
      const unknown = await mark(peer, said)
      if (!isCurrent(peer)) return
      confirm(peer, said, unknown)
      if (peer.state === 'waiting') {
        peer.claims = said
        begin(peer, unknown)
      } else if (peer.state === 'full' && !isFull(peer)) read(peer)
    },

    /** The peer showed own entries of ours, and they are on disk. */
    async handleProven(link: ChatLink): Promise<void> {
      const peer = peers.get(link.peer.peerId)
      if (peer?.link !== link || peer.state !== 'proving') return
      begin(peer, await mark(peer, peer.claims))
    },

    /** An own entry has its number for good and isn't on disk yet: it goes to those who have got all before it. */
    handleSigned(row: OwnRow) {
      for (const peer of peers.values()) {
        if (peer.state === 'live' && row.seq === peer.sentUpTo + 1 && !isFull(peer)) sendNext(peer, row)
      }
    },

    /** An own entry was written, or has a new number. */
    handleWritten(row: EntryRow) {
      for (const peer of peers.values()) {
        peer.writtenUpTo = Math.max(peer.writtenUpTo, row.seq)
        if (peer.state !== 'live' || row.seq <= peer.sentUpTo || isFull(peer)) continue
        if (row.seq === peer.sentUpTo + 1) sendNext(peer, row)
        else read(peer)
      }
    },

    /** The link ended. */
    end(link: ChatLink) {
      const peer = peers.get(link.peer.peerId)
      if (peer?.link !== link) return
      peer.cancelTimeout()
      peers.delete(link.peer.peerId)
    },
  }
}

export type Outbox = ReturnType<typeof createOutbox>
