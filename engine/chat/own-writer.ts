import type { Clock } from '../base/environment.ts'
import { createTurns } from '../base/in-turn.ts'
import type { Logger } from '../base/log.ts'
import type { Identity } from '../identity/identity.ts'
import { limits } from '../base/limits.ts'
import type { EntryRow, SidetoneDatabase, VersionVectorRow } from '../storage/database.ts'
import { retryBroken } from '../storage/retry-broken.ts'
import type { Prev } from '../wire/entry.ts'
import { writeLog, type RoomLog } from './entry-store.ts'
import type { EntryLog } from './entry-log.ts'
import { asKept, dueByAuthorMs } from './lifetime.ts'
import type { LastNumber, OwnNumbers } from './own-numbers.ts'
import { createReadAhead } from './read-ahead.ts'
import { signEntry } from './signed-entry.ts'
import { inOrderShown, sortKeyAmong, timeAfter } from './sort-key.ts'

/** What somebody at this browser says. */
export interface Said {
  readonly kind: string
  readonly body: unknown
}

/** An own entry as it's to be on disk. */
export type OwnRow = Omit<EntryRow, 'order'>

/** What an own entry names, and its number is one more than. */
interface Next extends LastNumber {
  /** When what it names as the one before disappears, by our clock. */
  readonly prevDueMs: number | undefined
  /** Of ours. */
  readonly vector: VersionVectorRow | undefined
  readonly follows: readonly (readonly [authorId: string, seq: number])[]
  /** The sort key of what is shown last. */
  readonly followed: number
}

/** What was sent and the disk has refused so far. */
interface Unkept {
  readonly write: () => Promise<EntryRow>
  readonly resolve: (row: EntryRow) => void
}

export interface OwnWriterOptions extends RoomLog {
  readonly clock: Clock
  readonly ownDatabase: SidetoneDatabase
  readonly identity: Identity
  readonly name: string
  readonly log: EntryLog
  readonly numbers: OwnNumbers
  readonly logger: Logger
  /** It may be sent: its number is reserved on disk, and it's about to be written. */
  readonly onSigned: (row: OwnRow) => void
  /** It was sent, and the disk refused it. It's tried again until it is kept. */
  readonly onUnkept: (error: unknown) => void
}

const isSame = (a: Prev, b: Prev) => a?.[0] === b?.[0] && a?.[1] === b?.[1]

/**
 * Writes our own entries, one after the other, an entry and its number in one transaction with strict durability. Where
 * the number was reserved before (own-numbers.ts), the entry is sent as it's written; else once it is.
 */
export function createOwnWriter(options: OwnWriterOptions) {
  const { clock, closed, identity, log, logger, numbers, ownDatabase, ownId, roomId } = options
  const { entries, ownSeqs, versionVectors } = ownDatabase
  let unkept: Unkept | undefined
  /** What the next entry names, as it was read before anybody said it. */
  const next = createReadAhead({ read: readNext, revision: log.revision, logger })

  /** What is said first gets the lower number. */
  const inTurn = createTurns()

  async function readNext(): Promise<Next> {
    const [{ prev, seq }, vector, follows, lastShown] = await Promise.all([
      numbers.last(),
      versionVectors.get([roomId, ownId]),
      log.newestOfOthers(limits.maxFollows),
      inOrderShown(entries, roomId).last(),
    ])
    const before = prev && (await log.find(ownId, prev[0]))
    const prevDueMs = before ? dueByAuthorMs(before) : undefined
    return { prev, prevDueMs, seq, vector, follows, followed: lastShown?.sortKey ?? 0 }
  }

  /** Whether something has been said since; not where the disk, which has just failed, doesn't tell. */
  async function isTaken(prev: Prev): Promise<boolean> {
    try {
      return !isSame((await numbers.last()).prev, prev)
    } catch (error) {
      // What failed before it is what is said.
      logger.caught('number-unread', error)
      return false
    }
  }

  /** Signed outside of a transaction, which would not wait for it. */
  async function signNext(said: Said, nowMs: number) {
    const named = await next.get()
    const { followed, follows, prev, prevDueMs, seq, vector } = named
    const entry = await signEntry(identity, roomId, {
      ...said,
      prevDueMs,
      seq: seq + 1,
      atMs: timeAfter(followed, nowMs),
      name: options.name,
      prev,
      follows,
    })
    const before = vector && { sortKey: vector.newestSortKey }
    const shown = { newest: followed, followed, nowMs }
    const sortKey = sortKeyAmong(entry, { before, after: undefined }, 'live', shown)
    const row = asKept<OwnRow>({ ...entry, roomId, sortKey, receivedAtMs: nowMs }, 'live')
    return { entry, named, row }
  }

  /** Writes what was not sent yet; undefined where the number was given away meanwhile. */
  async function write(row: OwnRow, { prev, vector }: Next): Promise<EntryRow | undefined> {
    const ownSeq = { roomId, lastSeq: row.seq, lastDigest: row.digest }
    try {
      return await writeLog(ownDatabase, options, async () => {
        // Asked for and written in one go: somebody waits to see it sent.
        const [newest, written] = await Promise.all([
          numbers.last(),
          log.addOwn(ownDatabase, row, { ownSeq, vector }),
        ])
        if (!isSame(newest.prev, prev)) throw new Error('The number was given away meanwhile.')
        return written
      })
    } catch (error) {
      // Whatever failed first where the number is taken: nothing was written, and there is another number.
      if (await isTaken(prev)) return undefined
      throw error
    }
  }

  /** Writes what was sent already, and so has its number for good; others may have given it back to us meanwhile. */
  async function writeSent(row: OwnRow): Promise<EntryRow> {
    const { digest, seq } = row
    const written = await writeLog(ownDatabase, options, async () => {
      const [found, last, vector] = await Promise.all([
        entries.where('[roomId+authorId+seq]').equals([roomId, ownId, seq]).first(),
        ownSeqs.get(roomId),
        versionVectors.get([roomId, ownId]),
      ])
      if (found?.digest === digest) return { row: found, isLast: false }
      if (found) throw new Error('A number was used for two texts.')
      const isLast = (last?.lastSeq ?? 0) < seq
      // With the number after it, so that what follows can be sent as soon.
      const ownSeq =
        isLast || !last ? { roomId, lastSeq: seq, lastDigest: digest, reservedSeq: seq + 1 } : last
      return { row: await log.addOwn(ownDatabase, row, { ownSeq, vector }), isLast }
    })
    if (written.isLast) numbers.hold(seq + 1)
    return written.row
  }

  /** Tries again from time to time, and whenever something else is to be written. */
  function keepLater(row: OwnRow, error: unknown): Promise<EntryRow> {
    closed.throwIfAborted()
    options.onUnkept(error)
    return new Promise((resolve, reject) => {
      unkept = { write: () => writeSent(row), resolve }
      closed.addEventListener('abort', () => reject(closed.reason as Error), { once: true })
      keepSoon()
    })
  }

  function keepSoon() {
    clock.after(limits.storageRetryMs, () => {
      if (!unkept || closed.aborted) return
      inTurn(keep).catch((error: unknown) => {
        options.onUnkept(error)
        keepSoon()
      })
    })
  }

  /** Rejects as long as the disk refuses what was sent: nothing is written after it. */
  async function keep(): Promise<void> {
    if (!unkept) return
    const { resolve, write } = unkept
    resolve(await write())
    unkept = undefined
    next.drop()
  }

  /** Undefined where the number was given away meanwhile; a promise in it where the entry is sent and not on disk. */
  async function appendNext(
    said: Said,
    nowMs: number,
  ): Promise<{ readonly row: EntryRow | Promise<EntryRow> } | undefined> {
    const { entry, named, row } = await signNext(said, nowMs)
    try {
      if (!numbers.isHeld(entry.seq) || closed.aborted) {
        const written = await write(row, named)
        numbers.drop()
        return written && { row: written }
      }
      // From here on the number is used, whatever becomes of the entry here.
      numbers.drop()
      options.onSigned(row)
      try {
        return { row: await retryBroken(() => writeSent(row)) }
      } catch (error) {
        return { row: keepLater(row, error) }
      }
    } finally {
      // Read meanwhile, it may be of before.
      next.drop()
    }
  }

  return {
    inTurn,

    /**
     * Writes an own entry under the next number; when this resolves it is on disk. Rejects where it neither is nor was
     * sent, and where the room was left.
     */
    async append(said: Said, nowMs: number): Promise<EntryRow> {
      const { row } = await inTurn(async () => {
        await keep()
        for (;;) {
          const appended = await retryBroken(() => appendNext(said, nowMs))
          if (appended) return appended
        }
      })
      return row
    },

    /** Reads what the next entry names, so that it doesn't have to be read while a person waits to see it sent. */
    readAhead: next.start,

    /** Reserves the next number, so that what has it can be sent before it's on disk. */
    reserve: (): Promise<void> =>
      inTurn(async () => {
        if (closed.aborted || unkept) return
        try {
          await numbers.reserve()
        } finally {
          next.drop()
        }
        next.start()
      }),

    /** Gives the reserved number back. */
    release: (): Promise<void> =>
      inTurn(async () => {
        if (closed.aborted || unkept) return
        try {
          await numbers.release()
        } finally {
          next.drop()
        }
      }),

    /** Resolves when what is being written is, or was refused. */
    written: (): Promise<void> => inTurn(() => Promise.resolve()),
  }
}
