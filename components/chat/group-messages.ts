import { fullDay } from '@/components/ui/times.ts'
import type { EntryView, ShownEntry } from '@/stores/history.ts'

/** Messages of one author this close together stand under one name. */
const groupingMs = 5 * 60_000

/** An entry in its place in the list. */
export interface ListedMessage {
  readonly shown: ShownEntry
  readonly message: EntryView
  /** The day that begins with it. */
  readonly day: string | undefined
  /** The first of several in a row by the same author. */
  readonly isFirst: boolean
  /** What others said since somebody last looked begins with it. */
  readonly isFirstUnread: boolean
}

function continues(previous: EntryView, message: EntryView): boolean {
  return (
    previous.authorId === message.authorId &&
    previous.authorName === message.authorName &&
    message.sortKey - previous.sortKey < groupingMs
  )
}

/**
 * Entries with the days, and the groups of one author, that they begin. `isUnread` says what was not read yet; it may
 * begin before the first of the entries, where there are earlier ones.
 */
export function groupMessages(
  entries: readonly ShownEntry[],
  isUnread: (message: EntryView) => boolean,
  hasEarlier: boolean,
): ListedMessage[] {
  const found = entries.find(({ entry }) => isUnread(entry))
  const firstUnread = hasEarlier && found === entries[0] ? undefined : found
  return entries.map((shown, index) => {
    const message = shown.entry
    const previous = entries[index - 1]?.entry
    // By its place and not by its author's clock, which may say anything: days do not come twice.
    const day = fullDay(message.sortKey)
    const isNewDay = previous === undefined || fullDay(previous.sortKey) !== day
    const isFirstUnread = shown === firstUnread
    return {
      shown,
      message,
      day: isNewDay ? day : undefined,
      isFirst: isNewDay || isFirstUnread || !continues(previous, message),
      isFirstUnread,
    }
  })
}
