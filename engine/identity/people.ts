import type { Clock } from '../environment.ts'
import type { PersonRow, SidetoneDatabase } from '../storage/database.ts'
import { limits } from '../wire/limits.ts'
import { nameKey } from './name-key.ts'

/**
 * What we know of whoever holds a key: met for the first time, met before, compared by the person at this browser, or
 * under a name that another key had first, or that is our own.
 */
export type Trust = 'new' | 'known' | 'verified' | 'name-conflict' | 'own-name'

/** Somebody whose key was proved: `peerId` is its hash. */
export interface ProvedPerson {
  readonly peerId: string
  readonly publicKey: string
  readonly name: string
}

/** Whether `other` had the name before `row` took it. Those whom we verified come first. */
function hasOlderClaim(other: PersonRow, row: PersonRow): boolean {
  if (other.peerId === row.peerId || other.canonicalName !== row.canonicalName) return false
  if (other.verifiedAtMs !== undefined) return true
  if (other.nameSinceMs !== row.nameSinceMs) return other.nameSinceMs < row.nameSinceMs
  return other.peerId < row.peerId
}

/** What we know of somebody beside all others; pure, so that panels tell it from their own query. */
export function trustOf(
  row: PersonRow,
  others: readonly PersonRow[],
  ownName: string | undefined,
): Exclude<Trust, 'new'> {
  if (row.verifiedAtMs !== undefined) return 'verified'
  if (row.sameNameAcceptedAtMs !== undefined) return 'known'
  // Ours before anybody's: we were here first.
  if (ownName !== undefined && nameKey(ownName) === row.canonicalName) return 'own-name'
  return others.some((other) => hasOlderClaim(other, row)) ? 'name-conflict' : 'known'
}

/** The keys of those we met, pinned by name and on disk. */
export function createPeople(options: { readonly database: SidetoneDatabase; readonly clock: Clock }) {
  const { clock, database } = options
  const { people } = database
  const listeners = new Set<(canonicalNames: readonly string[]) => void>()

  const namesakes = (canonicalName: string) => people.where({ canonicalName }).toArray()

  function tell(...canonicalNames: string[]) {
    for (const listener of listeners) listener(canonicalNames)
  }

  /** Strangers of public rooms do not fill the disk: whom we saw least lately goes, but nobody we ever judged. */
  async function makeRoom() {
    const surplus = (await people.count()) - limits.maxPeople
    if (surplus <= 0) return
    const unjudged = await people
      .filter((row) => row.verifiedAtMs === undefined && row.sameNameAcceptedAtMs === undefined)
      .sortBy('lastSeenMs')
    await people.bulkDelete(unjudged.slice(0, surplus).map((row) => row.peerId))
  }

  async function change(peerId: string, edit: (row: PersonRow) => void): Promise<void> {
    const row = await database.transaction('rw', people, async () => {
      const known = await people.get(peerId)
      if (!known) return undefined
      edit(known)
      await people.put(known)
      return known
    })
    if (row) tell(row.canonicalName)
  }

  return {
    /**
     * Takes note of somebody whose key was just proved on a link, and says what we knew of them. `ownName` is what we
     * are called there.
     */
    async meet({ peerId, publicKey, name }: ProvedPerson, ownName?: string): Promise<Trust> {
      const nowMs = clock.nowMs()
      const canonicalName = nameKey(name)
      const met = await database.transaction('rw', people, async () => {
        const known = await people.get(peerId)
        // An id is the hash of its key: whoever comes with another one is not whom we know.
        if (known && known.publicKey !== publicKey) return undefined
        const isRenamed = known !== undefined && known.canonicalName !== canonicalName
        const row: PersonRow = {
          ...(known ?? { peerId, publicKey, firstSeenMs: nowMs, nameSinceMs: nowMs }),
          name,
          canonicalName,
          lastSeenMs: nowMs,
        }
        if (isRenamed) {
          // The key stays pinned; the claim to the name is new, and so is the question whose it was first.
          row.nameSinceMs = nowMs
          delete row.sameNameAcceptedAtMs
        }
        await people.put(row)
        const trust = trustOf(row, await namesakes(canonicalName), ownName)
        if (!known) await makeRoom()
        return { trust: !known && trust === 'known' ? ('new' as const) : trust, before: known?.canonicalName }
      })
      if (!met) return 'name-conflict'
      tell(canonicalName, ...(met.before !== undefined && met.before !== canonicalName ? [met.before] : []))
      return met.trust
    },

    /** What we know of somebody now; undefined for whom we never met. */
    async trustOf(peerId: string, ownName?: string): Promise<Exclude<Trust, 'new'> | undefined> {
      const row = await people.get(peerId)
      return row && trustOf(row, await namesakes(row.canonicalName), ownName)
    },

    /** The person at this browser compared the keys, or takes it back. */
    setVerified: (peerId: string, isVerified: boolean) =>
      change(peerId, (row) => {
        if (isVerified) row.verifiedAtMs = clock.nowMs()
        else delete row.verifiedAtMs
      }),

    /** The person at this browser says that these are two people of one name. */
    acceptSameName: (peerId: string) =>
      change(peerId, (row) => {
        row.sameNameAcceptedAtMs = clock.nowMs()
      }),

    /** Tells of each change with the names it may concern, in their canonical form; the returned function ends it. */
    onChange(listener: (canonicalNames: readonly string[]) => void): () => void {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

export type People = ReturnType<typeof createPeople>
