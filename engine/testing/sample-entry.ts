import type { EntryRow } from '../storage/database.ts'

let lastSeq = 0

/** A message of Bo’s as it stands on disk, each with the next number. */
export function sampleEntry(text: string, more: Partial<EntryRow> = {}): Omit<EntryRow, 'order'> {
  lastSeq++
  return {
    roomId: 'room',
    authorId: 'bo',
    authorName: 'Bo',
    seq: lastSeq,
    atMs: lastSeq,
    kind: 'text',
    isShown: 1,
    prev: null,
    digest: '',
    signedText: '',
    text,
    sortKey: lastSeq,
    receivedAtMs: 0,
    authorKey: '',
    signature: '',
    ...more,
  }
}
