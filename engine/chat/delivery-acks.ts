import type { ChatMessage } from './protocol.ts'
import { limits } from '../base/limits.ts'
import { union, type Ranges } from './ranges.ts'

/**
 * Says to authors that we have what they wrote. Each is told in its own queue, for what an author wrote may come from
 * somebody else, whose words must not wait until the author reads. What comes while an author does not is said at once.
 */
export function createDeliveryAcks(options: {
  readonly enqueue: (peerId: string, task: () => Promise<void>) => void
  readonly send: (peerId: string, message: ChatMessage) => Promise<unknown>
}) {
  const unsaid = new Map<string, Ranges>()

  const send = (authorId: string, ranges: Ranges) =>
    options.send(authorId, { type: 'received', ranges: ranges.map(([from, to]) => [from, to]) })

  return {
    /** To an author, if it is there, all that we have of it; of too much the newest. */
    say: (authorId: string, ranges: Ranges) => send(authorId, ranges.slice(-limits.maxRangesPerAuthor)),

    /** To an author, if it is there, when its turn comes. */
    sayLater(authorId: string, ranges: Ranges) {
      const before = unsaid.get(authorId)
      unsaid.set(authorId, union(before ?? [], ranges))
      if (before) return
      options.enqueue(authorId, async () => {
        const all = [...(unsaid.get(authorId) ?? [])]
        unsaid.delete(authorId)
        // All of it: the author sends only so much that is not confirmed.
        while (all.length > 0) await send(authorId, all.splice(0, limits.maxRangesPerAuthor))
      })
    },

    /** A link opened, over which all that we have is said: no part of it goes before. */
    open(authorId: string) {
      unsaid.delete(authorId)
    },
  }
}
