import type { EntryRow, Projection } from '@/engine/storage/database.ts'

/** What is shown of a message, on disk or not yet. */
export type MessageView = Pick<
  EntryRow,
  'authorId' | 'authorName' | 'seq' | 'digest' | 'atMs' | 'receivedAtMs' | 'kind'
> &
  Projection &
  Partial<Pick<EntryRow, 'editSeq' | 'editedAtMs' | 'isGone' | 'dueAtMs'>>
