import type { Clock } from '../base/environment.ts'
import { anyone } from '../storage/database.ts'
import { addToChain, newestOf, toWireRanges, type ChainRanges } from './chain.ts'
import type { ChatLinks } from './chat-links.ts'
import type { createDeliveryAcks } from './delivery-acks.ts'
import type { Appended } from './appended.ts'
import type { EntryLog } from './entry-log.ts'
import type { Incoming, Written } from './intake.ts'
import { pickLive, type LiveEntry } from './live-entry.ts'
import { dueAtMs } from './lifetime.ts'
import type { Outbox } from './outbox.ts'
import type { OwnEntries } from './own-entries.ts'
import type { Receipts } from './receipt-store.ts'
import { verifyEntry, type VerifiedEntry } from './signed-entry.ts'
import type { Witness } from './witness.ts'

export interface KeeperOptions {
  readonly clock: Clock
  readonly roomId: string
  readonly ownId: string
  readonly sharesHistory: boolean
  readonly log: EntryLog
  readonly receipts: Receipts
  readonly own: OwnEntries
  readonly links: ChatLinks
  readonly acks: ReturnType<typeof createDeliveryAcks>
  readonly outbox: Outbox
  readonly witness: Witness
  /** Said just now, verified, and about to be written. */
  readonly onLive: (entries: readonly LiveEntry[]) => void
  /** Those are on disk. */
  readonly onLiveKept: (entries: readonly LiveEntry[]) => void
  /** Whatever is new on disk, and when it's to disappear. */
  readonly onWritten: (rows: readonly { readonly dueAtMs?: number | undefined }[]) => void
}

/** Checks what others signed, writes it, and says to its authors that we have it. */
export function createKeeper(options: KeeperOptions) {
  const { clock, log, ownId, roomId, witness } = options

  /** What an entry is, and whether it may come this way. */
  async function check({ entry, link, source }: Incoming): Promise<VerifiedEntry | 'malformed' | 'forged'> {
    const verified = await verifyEntry(roomId, entry)
    if (typeof verified === 'string') return verified
    // What others said comes when it is asked for: this way each says only what is its own.
    return source === 'author' && verified.authorId !== link.peer.peerId ? 'forged' : verified
  }

  /** Where history isn't shared, evidence is no way to be told what was said before: only what was asked for, or differs. */
  async function isWanted({ link, source }: Incoming, entry: VerifiedEntry): Promise<boolean> {
    if (source !== 'evidence' || options.sharesHistory || entry.authorId === ownId) return true
    return witness.isAsked(link, entry) || (await log.find(entry.authorId, entry.seq)) !== undefined
  }

  /** Says to authors that we have what they wrote, also what we had: they may not know. */
  async function acknowledge(entries: readonly VerifiedEntry[]) {
    const byAuthor = new Map<string, VerifiedEntry[]>()
    for (const entry of entries) {
      byAuthor.set(entry.authorId, [...(byAuthor.get(entry.authorId) ?? []), entry])
    }
    for (const [authorId, ofAuthor] of byAuthor) {
      if (authorId === ownId) {
        const ranges = ofAuthor.reduce<ChainRanges>(addToChain, [])
        await options.receipts.mark(anyone, toWireRanges(newestOf(ranges)))
        continue
      }
      const link = options.links.to(authorId)
      if (link) options.acks.sayLater(link, ofAuthor)
    }
  }

  /** Own entries that others have and we had lost: what we said since under their numbers moves. */
  async function reclaim({ equivocations }: Appended, nowMs: number): Promise<void> {
    const lost = equivocations.filter(({ first }) => first.authorId === ownId).map(({ second }) => second)
    if (lost.length === 0) return
    const rows = await options.own.reclaim(lost, nowMs)
    for (const row of rows) options.outbox.handleWritten(row)
    options.onWritten([...rows, ...lost.map((entry) => ({ dueAtMs: dueAtMs(entry, 'past', nowMs) }))])
    witness.tellLater([ownId])
  }

  return {
    /** Writes a batch of one link in one transaction; says of each entry what became of it. */
    async keep(batch: readonly Incoming[]): Promise<Written[]> {
      const link = batch[0]?.link
      if (!link) return []
      const checked = await Promise.all(batch.map(check))
      const arrivals = new Map<VerifiedEntry, Incoming['arrival']>()
      for (const [index, entry] of checked.entries()) {
        const incoming = batch[index]
        if (!incoming || typeof entry === 'string' || !(await isWanted(incoming, entry))) continue
        arrivals.set(entry, incoming.arrival)
      }
      const nowMs = clock.nowMs()
      const live = pickLive(arrivals, link, nowMs)
      if (live.length > 0) options.onLive(live)
      const append = async () => {
        const written = await log.appendReceived(
          [...arrivals.keys()],
          (entry) => arrivals.get(entry) ?? 'past',
          nowMs,
        )
        options.onWritten(written.added)
        options.onWritten(
          written.equivocations.map(({ second }) => ({ dueAtMs: dueAtMs(second, 'past', nowMs) })),
        )
        await acknowledge([...written.added, ...written.known])
        await reclaim(written, nowMs)
        return written
      }
      const hasOwn = [...arrivals.keys()].some(({ authorId }) => authorId === ownId)
      const appended = hasOwn ? await options.own.inTurn(append) : await append()
      if (live.length > 0) options.onLiveKept(live)
      await witness.handleAppended(link, appended)
      if (hasOwn) await options.outbox.handleProven(link)
      const added = new Set(appended.added.map(({ digest }) => digest))
      return checked.map((entry) =>
        typeof entry === 'string'
          ? { verdict: entry, isNew: false }
          : { verdict: 'fine', isNew: added.has(entry.digest) },
      )
    },
  }
}
