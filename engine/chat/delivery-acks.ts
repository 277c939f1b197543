import { limits } from '../base/limits.ts'
import { addToChain, newestOf, toWireRanges, type ChainEntry, type ChainRanges } from './chain.ts'
import type { ChatLink } from './chat-links.ts'

/**
 * Says to authors that we have what they wrote, and by its digest which text that is. Each is told in its own queue,
 * for what an author wrote may come from somebody else, whose words must not wait until the author reads. What comes
 * while an author doesn't read is said at once.
 */
export function createDeliveryAcks() {
  const unsaid = new WeakMap<ChatLink, ChainRanges>()

  const send = (link: ChatLink, ranges: ChainRanges) =>
    link.send({ type: 'received', ranges: toWireRanges(ranges) })

  return {
    /** To an author all that we have of it; of too much the newest. */
    say: (link: ChatLink, ranges: ChainRanges) => send(link, newestOf(ranges)),

    /** To an author, when its turn comes. */
    sayLater(link: ChatLink, entries: readonly ChainEntry[]) {
      const before = unsaid.get(link)
      unsaid.set(link, entries.reduce<ChainRanges>(addToChain, before ?? []))
      if (before) return
      link.enqueue(async () => {
        const all = [...(unsaid.get(link) ?? [])]
        unsaid.delete(link)
        // All of it: the author sends only so much that is not confirmed.
        while (all.length > 0) await send(link, all.splice(0, limits.maxRangesPerAuthor))
      })
    },
  }
}
