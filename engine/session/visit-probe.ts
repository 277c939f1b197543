import { limits } from '../base/limits.ts'
import type { Sender } from '../wire/signal.ts'
import type { SessionContext } from './context.ts'
import { addressOf, isLinked, type Peer } from './peer.ts'
import type { Roster } from './roster.ts'

const askRate = { burst: limits.maxLinkBurst, refillMs: limits.linkRefillMs }

/**
 * Somebody signs as another visit of a listed peer: it came back after a crash that we have not noticed, or a relay
 * plays something that it kept. A visit that has not named ours is asked, and a recording does not answer; where the
 * link is open, that is asked, too, and a peer that is still there does.
 */
export function createVisitProbe(context: SessionContext, roster: () => Pick<Roster, 'changeVisit'>) {
  const { clock } = context.environment

  /** A real visit answers with an offer, which names ours. */
  function ask(peer: Peer, from: Sender) {
    if (!peer.standing.isWithin('other-visit', askRate)) return
    context.log('hello-sent', peer.name)
    context.signal({ type: 'hello', to: addressOf(from) })
  }

  function replace(peer: Peer, from: Sender) {
    peer.state = 'reconnecting'
    roster().changeVisit(peer, from, true)
    peer.recovery.lost()
    context.onChange()
  }

  /** One ping for all that is said until it's answered: the newest visit that names ours counts. */
  function probe(peer: Peer) {
    const { heartbeat } = peer
    const link = peer.attempt?.link
    if (!heartbeat) return
    const sinceMs = clock.nowMs()
    heartbeat.ping()
    clock.after(limits.visitProbeMs, () => {
      const other = peer.otherVisit
      delete peer.otherVisit
      if (!other || peer.attempt?.link !== link || heartbeat.lastHeardMs() > sinceMs) return
      if (other.namesUs) replace(peer, other.from)
    })
  }

  return (peer: Peer, from: Sender, namesUs: boolean) => {
    if (!namesUs) ask(peer, from)
    if (!isLinked(peer)) return
    const isProbed = peer.otherVisit !== undefined
    if (namesUs || !peer.otherVisit?.namesUs) peer.otherVisit = { from, namesUs }
    if (!isProbed) probe(peer)
  }
}
