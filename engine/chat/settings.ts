import { Dexie } from 'dexie'
import { limits } from '../base/limits.ts'
import type { EntryRow, SidetoneDatabase, TargetKey } from '../storage/database.ts'
import { keyOf } from './kinds/reference.ts'

/** What holds for all messages of a room. */
export interface Disappearing {
  /** So many seconds what is said from now on is kept; 0 for as long as anyone wants. */
  readonly afterS: number
  /** The entries that a new setting replaces, the one that holds first. */
  readonly replaces: readonly TargetKey[]
}

/** The last setting of each person, by author. */
async function lastOfEach({ entries }: SidetoneDatabase, roomId: string): Promise<EntryRow[]> {
  const found: EntryRow[] = []
  let below: unknown = Dexie.maxKey
  // Of each only the last one is read, however many there are.
  while (found.length < limits.maxSettingAuthors) {
    const row = await entries
      .where('[roomId+setting+authorId+seq]')
      .between([roomId, 'disappearing', Dexie.minKey], [roomId, 'disappearing', below], true, false)
      .last()
    if (!row) break
    found.push(row)
    below = row.authorId
  }
  return found
}

/** By what their authors signed alone, so that the same entries are in the same order everywhere. */
const newestFirst = (a: EntryRow, b: EntryRow) => b.atMs - a.atMs || (a.authorId < b.authorId ? 1 : -1)

/**
 * For how long messages of a room are kept. Of each person the last setting counts, unless another one replaces it; of
 * those that are left, said at once by several, the one with the latest time. A clock that is far ahead wins that way
 * only until somebody who has seen it sets another.
 */
export async function readDisappearing(database: SidetoneDatabase, roomId: string): Promise<Disappearing> {
  const standing: EntryRow[] = []
  for (const row of await lastOfEach(database, roomId)) {
    const replaced = await database.entries
      .where('replaces')
      .equals(keyOf(row))
      .filter((other) => other.roomId === roomId)
      .first()
    if (!replaced) standing.push(row)
  }
  standing.sort(newestFirst)
  const [first] = standing
  // With what those replaced, others who lack some of them come to the same.
  const all = [...standing.map(keyOf), ...standing.flatMap(({ replaces = [] }) => replaces)]
  const replaces = [...new Set(all)].slice(0, limits.maxReplacedSettings)
  return { afterS: first?.disappearAfterS ?? 0, replaces }
}
