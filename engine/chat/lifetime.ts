import type { EntryRow, Projection, SignedEntryColumns } from '../storage/database.ts'
import type { Arrival } from './sort-key.ts'

type Limited = Pick<SignedEntryColumns, 'atMs' | 'expiresAfterS'>

/**
 * When nothing of an entry may be left here, in milliseconds since 1970; undefined where its author set no end. What is
 * said now counts from when it came, whatever its author's clock says; what was said before from when its author says,
 * and at the latest from when it came. So a wrong clock makes nothing stay for longer than it was meant to, and takes
 * nothing from those who are there.
 */
export function dueAtMs(
  { atMs, expiresAfterS }: Limited,
  arrival: Arrival,
  nowMs: number,
): number | undefined {
  if (expiresAfterS === undefined) return undefined
  return (arrival === 'live' ? nowMs : Math.min(atMs, nowMs)) + 1_000 * expiresAfterS
}

/** The same by its author's clock alone, as the author's next entry says it. */
export const dueByAuthorMs = ({ atMs, expiresAfterS }: Limited): number | undefined =>
  expiresAfterS === undefined ? undefined : atMs + 1_000 * expiresAfterS

/** Whether nothing of an entry is to be given to anyone: it was deleted, or its time is over. */
export const isOver = (row: Pick<EntryRow, 'isGone' | 'dueAtMs'>, nowMs: number): boolean =>
  row.isGone === true || (row.dueAtMs ?? Infinity) <= nowMs

type Row = Omit<EntryRow, 'order'>

/**
 * What is read from a body, once its entry is deleted: what was said goes; what holds without it stays, such as what
 * it does to other entries. Of each column something must be said here.
 */
const fates: Readonly<Record<keyof Projection, 'goes' | 'stays'>> = {
  isShown: 'stays',
  unreadKind: 'goes',
  text: 'goes',
  mentions: 'goes',
  isPlain: 'goes',
  replyTo: 'goes',
  target: 'goes',
  dropped: 'stays',
  mark: 'stays',
  takesBack: 'stays',
  expiresAfterS: 'stays',
  setting: 'stays',
  disappearAfterS: 'stays',
  replaces: 'stays',
}
const goingColumns = Object.entries(fates).flatMap(([column, fate]) => (fate === 'goes' ? [column] : []))

/**
 * What is left of an entry that its author deleted: enough to know that it was there, and never to ask for it again. The
 * place in the thread goes when the text would have.
 */
export function dropText<Dropped extends Row>(row: Dropped): Dropped {
  const left: Dropped = { ...row, signedText: '', signature: '', isGone: true }
  for (const column of goingColumns) Reflect.deleteProperty(left, column)
  delete left.editSeq
  delete left.editedAtMs
  if (row.kind === 'edit') delete left.dueAtMs
  return left
}

/** What is left of an entry whose time is over: the same, and no place in the thread. */
export function expired<Dropped extends Row>(row: Dropped): Dropped {
  const left: Dropped = { ...dropText(row), isExpired: true }
  delete left.isShown
  delete left.dueAtMs
  // By this an edit that came before its text is still known to be about it.
  if (row.kind === 'edit' && row.target !== undefined) left.target = row.target
  return left
}

/** A row as it is written: with its end, or with nothing in it where that is over. */
export function asKept<Kept extends Row>(row: Kept, arrival: Arrival): Kept {
  const due = dueAtMs(row, arrival, row.receivedAtMs)
  if (due === undefined) return row
  return due <= row.receivedAtMs ? expired(row) : { ...row, dueAtMs: due }
}
