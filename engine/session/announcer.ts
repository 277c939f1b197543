import { limits } from '../base/limits.ts'
import { describeCandidates } from '../rtc/candidates.ts'
import type { SessionContext } from './context.ts'
import { createEarlyOffer } from './early-offer.ts'
import type { Links } from './links.ts'
import type { Roster } from './roster.ts'

/** Says to the room that we are here: when the relay is reached, and now and again from then on. */
export function createAnnouncer(context: SessionContext, roster: Roster, links: Pick<Links, 'open'>) {
  const { environment } = context
  let early: ReturnType<typeof createEarlyOffer> | undefined
  let closed = false
  let cancelHello = () => {}

  const isAlone = () => roster.peers.size === 0

  /** A relay loses little, but what it loses is not said again: two of its nodes may have been parted, for one. */
  function scheduleHello() {
    const everyMs = roster.view().length === 0 ? limits.helloIntervalAloneMs : limits.helloIntervalMs
    cancelHello()
    cancelHello = environment.clock.after(everyMs * (0.5 + environment.random()), () => {
      if (context.isRelayOpen()) context.signal({ type: 'hello' })
      scheduleHello()
    })
  }

  return {
    /** Makes an offer for the announcement, while the relay is being reached. */
    prepare() {
      if (closed || !isAlone()) return
      early?.discard()
      const linkId = environment.randomId()
      early = createEarlyOffer(linkId, (owner, hold) => links.open(linkId, owner, hold))
    },

    async announce() {
      const ready = isAlone() ? await early?.announcement() : undefined
      if (closed) return
      // A newcomer that has answered somebody meanwhile offers nothing more: each would take the other's offer, drop its
      // own, and both would wait for a link that the other has given up.
      const offer = isAlone() ? ready : undefined
      context.log('hello-sent')
      if (offer) context.log('offer-sent', undefined, describeCandidates(offer.candidates))
      context.signal(offer ? { type: 'hello', offer } : { type: 'hello' })
      scheduleHello()
    },

    /** The offer that goes or went along with our hello, if it is this one. */
    early: (linkId: string) => (early?.linkId === linkId ? early : undefined),

    close() {
      closed = true
      cancelHello()
      early?.discard()
    },
  }
}

export type Announcer = ReturnType<typeof createAnnouncer>
