import { storageProblem } from '../base/problem.ts'
import type { Outcome } from '../base/outcome.ts'
import type { SidetoneDatabase } from '../storage/database.ts'
import type { People } from '../identity/people.ts'

/** What a person asks of the engine about people and their keys. */
export interface TrustCommands {
  /** The person compared the keys some other way, or takes it back. */
  setVerified(peerId: string, isVerified: boolean): Promise<Outcome>
  /** The person says that these are two people of one name. */
  acceptSameName(peerId: string): Promise<Outcome>
  /** Leaves every room and forgets our key; the next room is joined with a new one. */
  deleteIdentity(): Promise<Outcome>
}

const done: Outcome = { ok: true, value: undefined }

async function onDisk(write: Promise<unknown>): Promise<Outcome> {
  try {
    await write
    return done
  } catch (error) {
    return { ok: false, problem: storageProblem(error) }
  }
}

export function createTrustCommands(options: {
  readonly database: SidetoneDatabase
  readonly people: People
  /** Leaves every room, and reads our identity anew the next time. */
  readonly forgetOwn: () => void
}): TrustCommands {
  const { database, people } = options
  const { identity, ownSeqs, receipts, seenRanges } = database
  return {
    setVerified: (peerId, isVerified) => onDisk(people.setVerified(peerId, isVerified)),
    acceptSameName: (peerId) => onDisk(people.acceptSameName(peerId)),
    async deleteIdentity() {
      const outcome = await onDisk(
        database.transaction('rw', identity, ownSeqs, receipts, seenRanges, async () => {
          await identity.clear()
          // They count what the old key said, and the new one begins at 1 again. What we have of the old one's messages
          // (heads) stays: they are somebody else's now, to be handed on.
          await ownSeqs.clear()
          await receipts.clear()
          await seenRanges.clear()
        }),
      )
      if (outcome.ok) options.forgetOwn()
      return outcome
    },
  }
}
