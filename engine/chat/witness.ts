import type { Clock } from '../base/environment.ts'
import type { Logger } from '../base/log.ts'
import { limits } from '../base/limits.ts'
import type { EntryRow } from '../storage/database.ts'
import type { ChatLink, ChatLinks } from './chat-links.ts'
import { rangeWith } from './chain.ts'
import { isOver } from './lifetime.ts'
import type { Appended, Equivocation } from './appended.ts'
import { toWireVector, type EntryLog } from './entry-log.ts'
import type { VersionVector } from './protocol.ts'
import type { Receipts } from './receipt-store.ts'
import { toWire, type VerifiedEntry } from './signed-entry.ts'

export interface WitnessOptions {
  readonly clock: Clock
  /** A number in [0, 1), for jitter. */
  readonly random: () => number
  readonly logger: Logger
  readonly ownId: string
  readonly sharesHistory: boolean
  readonly log: EntryLog
  readonly receipts: Pick<Receipts, 'isConfirmed' | 'meet'>
  readonly links: ChatLinks
  readonly onError: (error: unknown) => void
  /** An author signed two different texts under one number. */
  readonly onEquivocation: (authorName: string) => void
}

/** What was said over one link of what is signed. */
interface Exchanged {
  /** Texts that were shown. */
  readonly shown: Set<string>
  /** Numbers that were asked for. */
  readonly asked: Set<string>
}

const keyOf = (authorId: string, seq: number) => `${authorId} ${seq}`

/**
 * Watches authors: says to each peer the digests of what we have, shows what is signed where they differ, and asks for
 * what an author's own chain names and we lack. So two who were told different stories both learn it.
 */
export function createWitness(options: WitnessOptions) {
  const { clock, links, log, ownId } = options
  const exchanges = new WeakMap<ChatLink, Exchanged>()
  const changed = new Set<string>()
  const watched = new Map<string, () => void>()
  let cancelTelling: (() => void) | undefined

  function exchangedOver(link: ChatLink): Exchanged {
    const known = exchanges.get(link) ?? { shown: new Set<string>(), asked: new Set<string>() }
    exchanges.set(link, known)
    return known
  }

  /**
   * Whether a peer may see an entry: its own, all where history is shared, and otherwise what was said since we met it.
   * Or a made-up digest would be a way to read what was said before.
   */
  async function mayShow(link: ChatLink, row: Pick<EntryRow, 'authorId' | 'receivedAtMs' | 'seq'>) {
    if (options.sharesHistory || row.authorId === link.peer.peerId) return true
    const { metAtMs, sinceSeq } = await options.receipts.meet(link.peer.peerId)
    return row.receivedAtMs >= metAtMs || (row.authorId === ownId && row.seq >= sinceSeq)
  }

  /**
   * What we said and nobody has confirmed may still get another number: shown, it would contradict what we lost. What is
   * confirmed is what has the number by then, and that may be another text than was read before.
   */
  async function isSettled({ authorId, digest, seq }: EntryRow): Promise<boolean> {
    if (authorId !== ownId) return true
    return (await options.receipts.isConfirmed(seq)) && (await log.find(authorId, seq))?.digest === digest
  }

  /** Sends signed entries, as many to a message as it may hold. */
  async function send(
    link: ChatLink,
    entries: readonly (VerifiedEntry & Pick<EntryRow, 'isGone' | 'dueAtMs'>)[],
  ) {
    let page: VerifiedEntry[] = []
    let characters = 0
    const flush = async () => {
      if (page.length > 0) await link.send({ type: 'evidence', entries: page.map(toWire) })
      page = []
      characters = 0
    }
    for (const entry of entries) {
      if (isOver(entry, clock.nowMs())) continue
      const length = JSON.stringify(toWire(entry)).length
      const isFull = page.length >= limits.maxEvidenceEntries
      if (isFull || characters + length > limits.maxHistoryPageCharacters) await flush()
      page.push(entry)
      characters += length
    }
    await flush()
  }

  /** Shows a peer what we have under a number, each text once over its link. */
  async function show(link: ChatLink, row: EntryRow) {
    const { shown } = exchangedOver(link)
    if (!(await mayShow(link, row)) || !(await isSettled(row))) return
    const texts = [row, ...(await log.othersUnder(row.authorId, row.seq))]
    const fresh = texts.filter(({ digest }) => !shown.has(digest))
    if (shown.size + fresh.length > limits.maxEvidencePerLink) return
    for (const { digest } of fresh) shown.add(digest)
    await send(link, fresh)
  }

  /** Asks a peer for the entry behind a number, once over its link. */
  function prove(link: ChatLink, author: string, seq: number) {
    const { asked } = exchangedOver(link)
    const key = keyOf(author, seq)
    if (asked.has(key) || asked.size >= limits.maxEvidencePerLink) return
    asked.add(key)
    link.enqueue(async () => {
      await link.send({ type: 'prove', author, seq })
    })
  }

  /** Tells every peer what we have of these authors, some seconds after it changed. */
  function tellLater(authorIds: Iterable<string>) {
    for (const authorId of authorIds) changed.add(authorId)
    if (changed.size === 0) return
    cancelTelling ??= clock.after(limits.digestDelayMs * (0.75 + options.random() / 2), tell)
  }

  function tell() {
    cancelTelling = undefined
    const authorIds = [...changed].slice(0, limits.maxVectorAuthors)
    changed.clear()
    log
      .vectorsOf(authorIds)
      .then((rows) => {
        const have = toWireVector(rows.filter((row) => row !== undefined))
        for (const link of links.all()) {
          link.enqueue(async () => {
            await link.send({ type: 'digests', have })
          })
        }
      })
      .catch(options.onError)
  }

  /** What is missing may be on its way; if not, its author is asked, or who gave us what names it. */
  function watchGap(link: ChatLink, { authorId, prev }: VerifiedEntry) {
    if (!prev) return
    if (authorId === ownId) return prove(link, authorId, prev[0])
    const key = keyOf(authorId, prev[0])
    if (watched.has(key) || watched.size >= limits.maxWatchedGaps) return
    const cancel = clock.after(limits.gapGraceMs, () => {
      watched.delete(key)
      log
        .isExplained(authorId, prev)
        .then((isExplained) => {
          if (isExplained) return
          options.logger.info('entry-missing')
          prove(links.to(authorId) ?? link, authorId, prev[0])
        })
        .catch(options.onError)
    })
    watched.set(key, cancel)
  }

  /** Two texts under one number: whoever is here is shown both, and what each names as the one before is compared. */
  async function handleEquivocation(link: ChatLink, { first, second, isNew }: Equivocation) {
    if (isNew) {
      options.logger.warn('equivocation')
      if (first.authorId !== ownId) options.onEquivocation(first.authorName)
    }
    // Who showed it has it; what it may not have is what we got first.
    exchangedOver(link).shown.add(second.digest)
    for (const one of isNew ? links.all() : [link]) {
      one.enqueue(async () => {
        // Of ours, something else may stand there by now.
        const row = await log.find(first.authorId, first.seq)
        if (row) await show(one, row)
      })
    }
    const [ours, theirs] = [first.prev, second.prev]
    if (first.authorId === ownId) return
    if (!theirs || (await log.knows(first.authorId, theirs[0], theirs[1]))) return
    if (ours?.[0] === theirs[0]) prove(link, first.authorId, theirs[0])
  }

  /** Of what we said and lost, what comes before the oldest that we were shown. */
  async function proveOwn(link: ChatLink, { equivocations }: Appended) {
    const own = equivocations.filter(({ first }) => first.authorId === ownId).map(({ second }) => second)
    const oldest = own.sort((a, b) => a.seq - b.seq)[0]?.prev
    if (oldest && !(await log.knows(ownId, oldest[0], oldest[1]))) prove(link, ownId, oldest[0])
  }

  return {
    tellLater,

    /** A link opened: says what we have of everybody. */
    open(link: ChatLink) {
      link.enqueue(async () => {
        await link.send({ type: 'digests', have: await log.versionVector() })
      })
    },

    /** Shows a peer what we have where the digest that it says is another. */
    handleDigests(link: ChatLink, have: VersionVector) {
      link.enqueue(async () => {
        const vectors = await log.vectorsOf(have.map(({ authorId }) => authorId))
        let lookups = 0
        for (const [index, { authorId, ranges }] of have.entries()) {
          const own = vectors[index]?.ranges ?? []
          for (const [, to, digest] of ranges) {
            const range = rangeWith(own, to)
            if (!range || (range.to === to && range.digest === digest)) continue
            lookups += 1
            if (lookups > limits.maxDigestLookups) return
            const row = await log.find(authorId, to)
            if (row && row.digest !== digest) await show(link, row)
          }
        }
      })
    },

    /** Shows a peer what is behind a number; of its own also what is before. */
    handleProve(link: ChatLink, author: string, seq: number) {
      link.enqueue(async () => {
        const count = author === link.peer.peerId ? limits.maxEvidenceEntries : 1
        const rows = await log.upTo(author, seq, count)
        const row = rows.at(-1)
        if (row?.seq !== seq || !(await mayShow(link, row)) || !(await isSettled(row))) return
        await send(link, [...rows, ...(await log.othersUnder(author, seq))])
      })
    },

    /** Whether an entry was asked for over this link. */
    isAsked: (link: ChatLink, { authorId, seq }: VerifiedEntry) =>
      exchangedOver(link).asked.has(keyOf(authorId, seq)),

    /** Looks at what came over a link and is on disk now. */
    async handleAppended(link: ChatLink, appended: Appended): Promise<void> {
      tellLater(appended.added.map(({ authorId }) => authorId))
      for (const equivocation of appended.equivocations) await handleEquivocation(link, equivocation)
      await proveOwn(link, appended)
      for (const { authorId, prev } of appended.forked) if (prev) prove(link, authorId, prev[0])
      for (const row of appended.gaps) watchGap(link, row)
    },

    close() {
      cancelTelling?.()
      for (const cancel of watched.values()) cancel()
      watched.clear()
    },
  }
}

export type Witness = ReturnType<typeof createWitness>
