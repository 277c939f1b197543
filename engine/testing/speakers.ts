import type { Identity } from '../identity/identity.ts'
import type { Reference } from '../chat/kinds/reference.ts'
import type { Unsigned, VerifiedEntry } from '../chat/signed-entry.ts'
import { signed } from './chat-world.ts'
import { newIdentity } from './test-keys.ts'

/** One of a few people, by a number, whatever it is. */
export type People = (index: number) => Identity

/** Two people with keys of their own. */
export async function createPeople(): Promise<People> {
  const [first, second] = await Promise.all([newIdentity(), newIdentity()])
  return (index) => (index % 2 === 0 ? first : second)
}

/** Says things one after the other as some people, each with its own numbers; `more` is what all that they say has. */
export function createSpeakers(
  people: People,
  more: (index: number, seqBefore: number) => Partial<Unsigned>,
) {
  const last = new Map<string, VerifiedEntry>()
  return async (
    index: number,
    kind: string,
    body: unknown,
    own: Partial<Unsigned> = {},
  ): Promise<VerifiedEntry> => {
    const identity = people(index)
    const before = last.get(identity.peerId)
    const entry = await signed(identity, {
      ...more(index, before?.seq ?? 0),
      kind,
      body,
      seq: (before?.seq ?? 0) + 1,
      prev: before ? [before.seq, before.digest] : null,
      ...own,
    })
    last.set(identity.peerId, entry)
    return entry
  }
}

/** An entry as another one names it. */
export const refOf = ({ authorId, digest, seq }: VerifiedEntry): Reference => [authorId, seq, digest]

/** The same for entries of its own author. */
export const ownRefOf = ({ digest, seq }: VerifiedEntry) => [seq, digest]
