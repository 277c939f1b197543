import type { ChatMessage } from '../wire/chat.ts'
import { limits } from '../wire/limits.ts'
import { union, type Ranges } from './ranges.ts'

/**
 * Says to authors that we have what they wrote. Each is told in its own queue, for what an author wrote may come from
 * somebody else, whose words must not wait until the author reads. What comes while an author does not is said at once.
 */
export function createAcknowledgements(options: {
  readonly enqueue: (peerId: string, task: () => Promise<void>) => void
  readonly send: (peerId: string, message: ChatMessage) => Promise<unknown>
}) {
  const unsaid = new Map<string, Ranges>()

  async function say(authorId: string, ranges: Ranges) {
    const newest = ranges.slice(-limits.maxRangesPerAuthor)
    await options.send(authorId, { type: 'received', ranges: newest.map(([from, to]) => [from, to]) })
  }

  return {
    /** To an author, if it is there, all that we have of it. */
    say,

    /** To an author, if it is there, when its turn comes. */
    sayLater(authorId: string, ranges: Ranges) {
      const before = unsaid.get(authorId)
      unsaid.set(authorId, union(before ?? [], ranges).slice(-limits.maxRangesPerAuthor))
      if (before) return
      options.enqueue(authorId, async () => {
        const said = unsaid.get(authorId)
        unsaid.delete(authorId)
        if (said) await say(authorId, said)
      })
    },

    /** A link opened, over which all that we have is said: no part of it goes before. */
    open(authorId: string) {
      unsaid.delete(authorId)
    },
  }
}
