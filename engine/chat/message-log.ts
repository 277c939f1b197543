import { Dexie } from 'dexie'
import type { MessageRow, SidetoneDatabase } from '../storage/database.ts'
import type { Heads, SignedMessage } from './protocol.ts'
import { limits } from '../base/limits.ts'
import { choosePlace, findNeighbours, inOrderShown, type Arrival } from './sort-key.ts'
import { contains, difference, union, type Range, type Ranges } from './ranges.ts'
import type { VerifiedMessage } from './signed-message.ts'

/** A room's log on disk: the union of its authors' logs, as far as we have them. */
export function createMessageLog(options: {
  readonly database: SidetoneDatabase
  readonly roomId: string
  readonly ownId: string
  /** Once it is aborted, whatever would be written is not, and throws. */
  readonly closed: AbortSignal
}) {
  const { closed, database, ownId, roomId } = options
  const { heads, messages, ownSeqs } = database
  let appending: Promise<unknown> = Promise.resolve()

  /** The order of transactions is that in which they begin: one that was begun before a deletion is over by then. */
  const write = <Result>(task: () => Promise<Result>) => {
    closed.throwIfAborted()
    return database.transaction('rw', messages, heads, ownSeqs, task)
  }

  const lastOwnSeq = async () => (await ownSeqs.get(roomId))?.lastSeq ?? 0

  /** Writes one message that is not there yet, within a transaction. */
  async function add(message: VerifiedMessage, place: number): Promise<MessageRow> {
    const { authorId, seq } = message
    const row = { ...message, roomId, place }
    const order = await messages.add(row)
    const head = await heads.get([roomId, authorId])
    const ranges = union(head?.ranges ?? [], [[seq, seq]]).slice(-limits.maxRangesPerAuthor)
    const newestPlace = Math.max(head?.newestPlace ?? 0, place)
    await heads.put({ roomId, authorId, ranges, newestPlace })
    // Also of what others remembered of us and we did not: the number is given away.
    if (authorId === ownId && seq > (await lastOwnSeq())) await ownSeqs.put({ roomId, lastSeq: seq })
    return { ...row, order }
  }

  /** Of the authors heard last. */
  const newestHeads = () =>
    heads
      .where('[roomId+newestPlace]')
      .between([roomId, Dexie.minKey], [roomId, Dexie.maxKey])
      .reverse()
      .limit(limits.maxHeadAuthors)
      .toArray()

  /** Says without reading the log that there is nothing to send, as is mostly so. */
  async function lacksAny(have: ReadonlyMap<string, Ranges>): Promise<boolean> {
    const rows = await newestHeads()
    return rows.some(({ authorId, ranges }) => difference(ranges, have.get(authorId) ?? []).length > 0)
  }

  /** Undefined where the number was given away meanwhile. */
  async function appendNext(
    sign: (seq: number) => Promise<VerifiedMessage>,
    nowMs: number,
  ): Promise<MessageRow | undefined> {
    const seq = (await lastOwnSeq()) + 1
    // Before the transaction, which would not wait for it.
    const message = await sign(seq)
    return write(async () => {
      if ((await lastOwnSeq()) >= seq) return undefined
      const before = await messages
        .where('[roomId+authorId+seq]')
        .between([roomId, ownId, Dexie.minKey], [roomId, ownId, Dexie.maxKey])
        .last()
      const neighbours = { before, after: undefined }
      return add(message, await choosePlace(database, { ...message, roomId }, neighbours, 'live', nowMs))
    })
  }

  return {
    /**
     * Writes an own message under the next number; when this resolves it is on disk. What is appended first gets
     * the lower number, also when both are appended at once.
     */
    appendOwn(sign: (seq: number) => Promise<VerifiedMessage>, nowMs: number): Promise<MessageRow> {
      const appended = appending.then(async () => {
        let row: MessageRow | undefined
        while (!row) row = await appendNext(sign, nowMs)
        return row
      })
      appending = appended.catch(() => undefined)
      return appended
    },

    /**
     * Writes what is not there yet. `contradicted` are messages that say something else under a number that is
     * taken: their author signed both, and the first that we saw stays.
     */
    async appendReceived(received: readonly VerifiedMessage[], arrival: Arrival, nowMs: number) {
      return write(async () => {
        const added: MessageRow[] = []
        const contradicted: VerifiedMessage[] = []
        for (const message of received) {
          const neighbours = await findNeighbours(database, { ...message, roomId })
          const { before } = neighbours
          if (before?.seq === message.seq) {
            if (!saysTheSame(before, message)) contradicted.push(message)
            continue
          }
          const place = await choosePlace(database, { ...message, roomId }, neighbours, arrival, nowMs)
          added.push(await add(message, place))
        }
        return { added, contradicted }
      })
    },

    /** What we have of an author. */
    async rangesOf(authorId: string): Promise<Range[]> {
      return (await heads.get([roomId, authorId]))?.ranges ?? []
    },

    /** What we have of everybody; of too many authors or ranges, those heard last. */
    async heads(): Promise<Heads> {
      const rows = await newestHeads()
      let left: number = limits.maxHeadRanges
      const result: Heads = []
      for (const { authorId, ranges } of rows) {
        if (ranges.length > left) break
        left -= ranges.length
        result.push({ authorId, ranges: ranges.map(([from, to]) => [from, to]) })
      }
      return result
    },

    /** The newest that somebody lacks who has `have`, oldest first, as many as fit into one answer. */
    async lackedBy(have: ReadonlyMap<string, Ranges>): Promise<{ page: MessageRow[]; isComplete: boolean }> {
      if (!(await lacksAny(have))) return { page: [], isComplete: true }
      const shown = () => inOrderShown(messages, roomId).reverse()
      const oldest = await shown()
        .offset(limits.maxHistoryMessages - 1)
        .first()
      const newestFirst = await shown()
        .until((row) => oldest !== undefined && row.place < oldest.place)
        .filter((row) => !contains(have.get(row.authorId) ?? [], row.seq))
        .limit(limits.maxHistoryPageMessages + 1)
        .toArray()
      const page: MessageRow[] = []
      let characters = 0
      for (const row of newestFirst.slice(0, limits.maxHistoryPageMessages)) {
        characters += JSON.stringify(row).length
        if (page.length > 0 && characters > limits.maxHistoryPageCharacters) break
        page.unshift(row)
      }
      return { page, isComplete: page.length === newestFirst.length }
    },
  }
}

export type MessageLog = ReturnType<typeof createMessageLog>

/** Of two messages with one author and number. A signature may differ where nothing else does. */
function saysTheSame(one: SignedMessage, other: SignedMessage): boolean {
  return one.text === other.text && one.atMs === other.atMs && one.authorName === other.authorName
}
