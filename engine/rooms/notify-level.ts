import type { RoomRow } from '../storage/database.ts'

/** Which messages of a room notify a person: all, those that mention them, or none (a muted room). */
export type NotifyLevel = 'all' | 'mentions' | 'none'

/**
 * What a person chose for a room. The default: in a private room everyone was invited, and all messages notify; in a
 * public one anyone may write, and only what mentions the person does.
 */
export function notifyLevelOf(row: Pick<RoomRow, 'kind' | 'isMuted' | 'notify'>): NotifyLevel {
  if (row.isMuted) return 'none'
  return row.notify ?? (row.kind === 'private' ? 'all' : 'mentions')
}
