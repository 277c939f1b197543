import type { Clock } from '../base/environment.ts'
import type { PersonRow, SidetoneDatabase } from '../storage/database.ts'
import { limits } from '../base/limits.ts'
import { isSameName, looksLike, nameKey } from './name-key.ts'
import { daysMetBy, toForget } from './people-bound.ts'

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

/** The holder of a key and a name: since when they bear it, and what the person at this browser judged of that. */
export type Claim = Pick<
  PersonRow,
  'peerId' | 'name' | 'canonicalName' | 'nameSinceMs' | 'verifiedAtMs' | 'sameNameAcceptedAtMs'
>

/** Whether they bore this name when the keys were compared: the mark makes no other name theirs. */
const isVerifiedAsNamed = ({ verifiedAtMs, nameSinceMs }: Claim) =>
  verifiedAtMs !== undefined && verifiedAtMs >= nameSinceMs

/** Whether `other` had the name before `claim`. Those whom we verified under it come first. */
function hasOlderClaim(other: Claim, claim: Claim): boolean {
  if (other.peerId === claim.peerId || !looksLike(other.name, claim.name)) return false
  if (isVerifiedAsNamed(other)) return true
  if (other.nameSinceMs !== claim.nameSinceMs) return other.nameSinceMs < claim.nameSinceMs
  return other.peerId < claim.peerId
}

/** What we know of somebody beside all others; pure, so that panels tell it from their own query. */
export function trustOf(
  claim: Claim,
  others: readonly Claim[],
  ownName: string | undefined,
): Exclude<Trust, 'new'> {
  if (isVerifiedAsNamed(claim)) return 'verified'
  // The mark goes with the key, but not into a name that is somebody's.
  const unlessTaken = claim.verifiedAtMs === undefined ? 'known' : 'verified'
  if (claim.sameNameAcceptedAtMs !== undefined) return unlessTaken
  // Ours before anybody's: we were here first.
  if (ownName !== undefined && looksLike(ownName, claim.name)) return 'own-name'
  return others.some((other) => hasOlderClaim(other, claim)) ? 'name-conflict' : unlessTaken
}

/**
 * The claim of a key to a name that it was used under somewhere, maybe never on a link: if `row` has another one, it is
 * as if they took it only now. That its mark was given and names accepted under another name says nothing of this one.
 */
export function claimTo(name: string, peerId: string, row: PersonRow | undefined): Claim {
  if (row && isSameName(row.name, name)) return row
  return { peerId, name, canonicalName: nameKey(name), nameSinceMs: Infinity }
}

/** The keys of those we met, pinned by name and on disk. */
export function createPeople(options: { readonly database: SidetoneDatabase; readonly clock: Clock }) {
  const { clock, database } = options
  const { people } = database
  const listeners = new Set<(peerId: string, canonicalNames: readonly string[]) => void>()

  const namesakes = (canonicalName: string) => people.where({ canonicalName }).toArray()

  function tell(peerId: string, ...canonicalNames: string[]) {
    for (const listener of listeners) listener(peerId, canonicalNames)
  }

  /** Strangers of public rooms do not fill the disk, nor drive others from it. */
  async function makeRoom(justMet: string) {
    const surplus = (await people.count()) - limits.maxPeople
    if (surplus <= 0) return
    const others = await people.filter((row) => row.peerId !== justMet).toArray()
    await people.bulkDelete(toForget(others, surplus, clock.nowMs()).map(({ peerId }) => peerId))
  }

  async function change(peerId: string, edit: (row: PersonRow) => void): Promise<void> {
    const row = await database.transaction('rw', people, async () => {
      const known = await people.get(peerId)
      if (!known) return undefined
      edit(known)
      await people.put(known)
      return known
    })
    if (row) tell(peerId, row.canonicalName)
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
        const isRenamed = known !== undefined && !isSameName(known.name, name)
        const row: PersonRow = {
          ...(known ?? { peerId, publicKey, firstSeenMs: nowMs, nameSinceMs: nowMs }),
          name,
          canonicalName,
          lastSeenMs: nowMs,
          daysMet: daysMetBy(known, nowMs),
        }
        if (isRenamed) {
          // The key stays pinned; the claim to the name is new, and so is the question whose it was first.
          row.nameSinceMs = nowMs
          delete row.sameNameAcceptedAtMs
        }
        await people.put(row)
        const trust = trustOf(row, await namesakes(canonicalName), ownName)
        if (!known) await makeRoom(peerId)
        return { trust: !known && trust === 'known' ? ('new' as const) : trust, before: known?.canonicalName }
      })
      if (!met) return 'name-conflict'
      tell(
        peerId,
        canonicalName,
        ...(met.before !== undefined && met.before !== canonicalName ? [met.before] : []),
      )
      return met.trust
    },

    /**
     * What we know now of somebody under the name that they gave in one room, whatever they are called in another;
     * undefined for whom we never met.
     */
    async trustOf(
      { peerId, name }: Pick<ProvedPerson, 'peerId' | 'name'>,
      ownName?: string,
    ): Promise<Exclude<Trust, 'new'> | undefined> {
      const row = await people.get(peerId)
      if (!row) return undefined
      const { verifiedAtMs } = row
      const claim = { ...claimTo(name, peerId, row), ...(verifiedAtMs !== undefined && { verifiedAtMs }) }
      return trustOf(claim, await namesakes(claim.canonicalName), ownName)
    },

    /** The person at this browser compared the keys, or takes it back. */
    setVerified: (peerId: string, isVerified: boolean) =>
      change(peerId, (row) => {
        // Under the name that they have now, also where the clock was put back.
        if (isVerified) row.verifiedAtMs = Math.max(clock.nowMs(), row.nameSinceMs)
        else delete row.verifiedAtMs
      }),

    /** The person at this browser says that these are two people of one name. */
    acceptSameName: (peerId: string) =>
      change(peerId, (row) => {
        row.sameNameAcceptedAtMs = clock.nowMs()
      }),

    /**
     * Tells of each change, whose row it is and the names it may concern, in their canonical form; the returned
     * function ends it.
     */
    onChange(listener: (peerId: string, canonicalNames: readonly string[]) => void): () => void {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

export type People = ReturnType<typeof createPeople>
