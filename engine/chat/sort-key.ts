import { Dexie } from 'dexie'
import { limits } from '../base/limits.ts'
import type { EntryRow, SidetoneDatabase } from '../storage/database.ts'
import { parseContent } from '../wire/entry.ts'

/** `live`: said just now, and shown last, or nearly. `past`: said at some time before, and shown there. */
export type Arrival = 'live' | 'past'

/** Of an entry, next to those of its author that are there already. */
export interface Neighbours {
  /** The last one with a `seq` that is not higher; the entry itself, if it is there. */
  readonly before: EntryRow | undefined
  readonly after: EntryRow | undefined
}

export async function findNeighbours(
  { entries }: SidetoneDatabase,
  { roomId, authorId, seq }: Pick<EntryRow, 'roomId' | 'authorId' | 'seq'>,
): Promise<Neighbours> {
  const between = (from: unknown, to: unknown, includesFrom: boolean) =>
    entries
      .where('[roomId+authorId+seq]')
      .between([roomId, authorId, from], [roomId, authorId, to], includesFrom, true)
  const [before, after] = await Promise.all([
    between(Dexie.minKey, seq, true).last(),
    between(seq, Dexie.maxKey, false).first(),
  ])
  return { before, after }
}

/** Where others are shown, and the time, when an entry comes. */
export interface Shown {
  /** The sort key of what is shown last in the room. */
  readonly newest: number
  /** Of what its author had seen, the sort key of what is shown last. */
  readonly followed: number
  readonly nowMs: number
}

/**
 * What is said now comes after what its author had seen, and otherwise where its author's clock puts it, as far as that
 * is right within a few seconds: so two who speak at once are shown in one order to everybody.
 */
function liveSortKey(atMs: number, { followed, newest, nowMs }: Shown): number {
  const windowMs = limits.liveOrderWindowMs
  const latest = Math.max(nowMs + windowMs, newest + 1)
  const earliest = Math.max(nowMs, newest + 1) - windowMs
  return Math.max(Math.min(Math.max(atMs, earliest), latest), followed + 1)
}

/**
 * The time that an own entry says: after what its author had seen, where that is only a little ahead of its clock. So it's
 * in its place also for those to whom what it follows comes later.
 */
export function timeAfter(followed: number, nowMs: number): number {
  const isNear = followed < nowMs + limits.liveOrderWindowMs
  return isNear ? Math.max(Math.floor(nowMs), Math.ceil(followed + 1)) : Math.floor(nowMs)
}

/**
 * Where an entry is shown: what is said now comes last or nearly, what was said before comes where its author's clock
 * puts it, after what its author had seen, and never later than now. In either case between its author's entries before and after it, so that nobody's
 * words change their order, and a clock that is wrong or lies moves only what its owner said.
 */
export function sortKeyAmong(
  { atMs }: Pick<EntryRow, 'atMs'>,
  { before, after }: { [Side in keyof Neighbours]: Pick<EntryRow, 'sortKey'> | undefined },
  arrival: Arrival,
  shown: Shown,
): number {
  const followed = Math.max(shown.followed, before?.sortKey ?? 0)
  const wished =
    arrival === 'live'
      ? liveSortKey(atMs, { ...shown, followed })
      : Math.max(Math.min(atMs, shown.nowMs), shown.followed + 1)
  return Math.min(Math.max(wished, before?.sortKey ?? 0), after?.sortKey ?? Infinity)
}

type Following = Pick<EntryRow, 'signedText'>

/** As an entry is found by the numbers that others follow. */
export const placeKey = (authorId: string, seq: number) => `${authorId} ${seq}`

const followsOf = ({ signedText }: Following) => parseContent(signedText)?.follows ?? []

/**
 * Of what the authors of some entries had seen, where it is shown; of what isn't here, as something that was deleted
 * before we came, the one before it of its author.
 */
export async function readFollowed(
  { entries }: SidetoneDatabase,
  roomId: string,
  received: readonly Following[],
): Promise<Map<string, number>> {
  const follows = new Map(
    received.flatMap(followsOf).map(([authorId, seq]) => [placeKey(authorId, seq), [roomId, authorId, seq]]),
  )
  if (follows.size === 0) return new Map()
  const rows = await entries
    .where('[roomId+authorId+seq]')
    .anyOf([...follows.values()])
    .toArray()
  const found = new Map(rows.map(({ authorId, seq, sortKey }) => [placeKey(authorId, seq), sortKey]))
  const missing = [...follows].filter(([key]) => !found.has(key))
  const before = await Promise.all(
    missing.map(([, [, authorId, seq]]) =>
      entries
        .where('[roomId+authorId+seq]')
        .between([roomId, authorId, Dexie.minKey], [roomId, authorId, seq])
        .last(),
    ),
  )
  for (const [index, [key]] of missing.entries()) found.set(key, before[index]?.sortKey ?? 0)
  return found
}

/** Of what an entry's author had seen, the sort key of what is shown last. */
export const followedBy = (
  entry: Following,
  sortKeyOf: (authorId: string, seq: number) => number | undefined,
): number => Math.max(0, ...followsOf(entry).map(([authorId, seq]) => sortKeyOf(authorId, seq) ?? 0))

/** A room's entries as they are shown, the newest last. */
export function inOrderShown(entries: SidetoneDatabase['entries'], roomId: string) {
  return entries
    .where('[roomId+sortKey+authorId+seq]')
    .between([roomId, Dexie.minKey], [roomId, Dexie.maxKey])
}

/** Those of them that have a place in the thread, and not only say something of another one. */
export function inThread(entries: SidetoneDatabase['entries'], roomId: string) {
  return entries
    .where('[roomId+isShown+sortKey+authorId+seq]')
    .between([roomId, 1, Dexie.minKey], [roomId, 1, Dexie.maxKey])
}
