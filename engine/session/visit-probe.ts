import { limits } from '../base/limits.ts'
import type { Sender } from '../wire/signal.ts'
import type { SessionContext } from './context.ts'
import type { Peer } from './peer.ts'
import type { Roster } from './roster.ts'

/**
 * Somebody signs as another visit of a peer whose link is open: it came back after a crash that we have not noticed,
 * or a relay plays something that it kept. An answer on the link tells.
 */
export function createVisitProbe(context: SessionContext, roster: () => Pick<Roster, 'changeVisit'>) {
  const { clock } = context.environment
  return (peer: Peer, from: Sender, namesUs: boolean) => {
    const { heartbeat } = peer
    const link = peer.attempt?.link
    const isAsked = peer.otherVisit !== undefined
    peer.otherVisit = { from, namesUs }
    if (isAsked || !heartbeat) return
    const sinceMs = clock.nowMs()
    heartbeat.ping()
    clock.after(limits.visitProbeMs, () => {
      const other = peer.otherVisit
      delete peer.otherVisit
      if (!other || peer.attempt?.link !== link || heartbeat.lastHeardMs() > sinceMs) return
      peer.state = 'reconnecting'
      roster().changeVisit(peer, other.from, other.namesUs)
      peer.recovery.lost()
      context.onChange()
    })
  }
}
