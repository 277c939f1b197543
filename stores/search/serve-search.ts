import * as v from 'valibot'
import { coverSpoilers } from '@/engine/chat/spoilers.ts'
import { excerptOf } from '@/engine/search/excerpt.ts'
import { createSearchIndex, type SearchIndex } from '@/engine/search/search-index.ts'
import { answers, questionOf, type Question } from '@/engine/search/terms.ts'
import type { EntryRow, SidetoneDatabase } from '@/engine/storage/database.ts'
import { followEntries } from './index-follower.ts'
import {
  questionSchema,
  type Found,
  type SearchAnswer,
  type SearchQuestion,
  type SearchResult,
} from './protocol.ts'
import { searchableOf } from './searchable.ts'

/** Rows that are looked at for one answer; the index says more than they hold only now and then. */
const maxLookedAt = 2_000

function resultOf(row: EntryRow | undefined, question: Question, roomId?: string): SearchResult[] {
  // The disk has the last word: nothing is shown that was deleted a moment ago.
  const text = row && searchableOf(row)?.text
  if (!row || text === undefined || !answers(text, question)) return []
  if (roomId !== undefined && row.roomId !== roomId) return []
  const { atMs, authorId, authorName, order, seq, sortKey } = row
  // What is covered is uncovered in the message itself.
  const excerpt = excerptOf(coverSpoilers(text, row.isPlain), question)
  return [{ order, roomId: row.roomId, authorId, authorName, seq, sortKey, atMs, excerpt }]
}

/** Looks for a question in the index, and then on disk. */
export async function search(
  database: SidetoneDatabase,
  index: SearchIndex,
  { id, limit, roomId, typed }: SearchQuestion,
): Promise<Found> {
  const question = questionOf(typed)
  if (!question) return { type: 'found', id, results: [], hasMore: false }
  const candidates = index.find(question, roomId).slice(0, maxLookedAt)
  const results: SearchResult[] = []
  // One more than is wanted tells whether there are others.
  const rowsAtOnce = limit + 1
  for (let at = 0; at < candidates.length && results.length <= limit; at += rowsAtOnce) {
    const rows = await database.entries.bulkGet(candidates.slice(at, at + rowsAtOnce))
    for (const row of rows) results.push(...resultOf(row, question, roomId))
  }
  return { type: 'found', id, results: results.slice(0, limit), hasMore: results.length > limit }
}

/** The end of the worker's port that is here. */
export interface SearchPort {
  onMessage(listener: (message: unknown) => void): void
  post(answer: SearchAnswer): void
}

/** Answers questions on a port, from an index that follows the database. Returns what ends it. */
export function serveSearch(database: SidetoneDatabase, port: SearchPort): () => void {
  const index = createSearchIndex()
  port.onMessage((message) => {
    const asked = v.safeParse(questionSchema, message)
    if (!asked.success) return
    search(database, index, asked.output).then(port.post, (error: unknown) => {
      console.error('A search failed', error)
      port.post({ type: 'failed', id: asked.output.id })
    })
  })
  return followEntries({
    database,
    index,
    onChange: (state) => port.post({ type: 'state', ...state }),
    onError: (error) => console.error('The messages could not be read for the search; trying again', error),
  })
}
