import type { EntryRow } from '@/engine/storage/database.ts'

/** What is shown of a message, on disk or not yet. */
export type MessageView = Pick<
  EntryRow,
  'authorId' | 'authorName' | 'seq' | 'digest' | 'atMs' | 'receivedAtMs' | 'kind'
> &
  Partial<
    Pick<
      EntryRow,
      | 'text'
      | 'isPlain'
      | 'mentions'
      | 'replyTo'
      | 'editSeq'
      | 'editedAtMs'
      | 'isGone'
      | 'expiresAfterS'
      | 'dueAtMs'
      | 'setting'
      | 'disappearAfterS'
    >
  >
