import { limits } from '../base/limits.ts'
import type { Link } from '../rtc/link.ts'
import type { SessionContext } from './context.ts'
import type { Peer } from './peer.ts'

/**
 * Other servers came (a relay lends some, the settings changed): a link that was begun without them and does not come
 * about for a while is begun anew.
 */
export function createServerRetry(context: SessionContext, peers: () => Iterable<Peer>) {
  /** How often other servers came, by now and when a link was begun. */
  let serversNumber = 0
  const begunWith = new WeakMap<Link, number>()
  let cancel = () => {}

  function retry() {
    for (const peer of peers()) {
      const link = peer.attempt?.link
      if (!link || link.isOpen() || begunWith.get(link) === serversNumber) continue
      peer.recovery.tryNow()
    }
  }

  return {
    noteBegun: (link: Link) => void begunWith.set(link, serversNumber),
    serversChanged() {
      serversNumber += 1
      cancel()
      cancel = context.environment.clock.after(limits.turnGraceMs, retry)
    },
    stop: () => cancel(),
  }
}
