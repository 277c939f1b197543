import type { EntryRow } from '../storage/database.ts'
import type { VerifiedEntry } from './signed-entry.ts'

/** Two texts that one author signed under one number. */
export interface Equivocation {
  readonly first: VerifiedEntry & Pick<EntryRow, 'receivedAtMs'>
  readonly second: VerifiedEntry
  /** It was not known yet, and is kept from now on. */
  readonly isNew: boolean
}

/** What became of entries that came. */
export interface Appended {
  readonly added: EntryRow[]
  /** Those that were there already, text by text the same. */
  readonly known: VerifiedEntry[]
  readonly equivocations: Equivocation[]
  /** Of the added ones, those that name as the one before something else than what we have under that number. */
  readonly forked: VerifiedEntry[]
  /** Of the added ones, those whose one before is missing, while something older of their author is there. */
  readonly gaps: VerifiedEntry[]
}
