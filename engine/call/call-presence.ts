import type { Clock } from '../base/environment.ts'
import { limits } from '../base/limits.ts'
import { createRateLimit, type RateLimit } from '../base/rate-limit.ts'
import type { Feature, LinkedPeer, SessionPeer, Verdict } from '../session/feature.ts'
import type { PeerCall } from './call-view.ts'
import { callProtocol, type CallMessage, type CallSignal, type CallSignalBody } from './protocol.ts'
import type { CallState } from './call-state.ts'

export interface CallPresenceOptions {
  readonly clock: Clock
  /** What may be said of a message, with the person's settings in mind; undefined where nothing of it may. */
  readonly hide: (message: CallMessage) => CallMessage | undefined
  /** Who is in the call changed. */
  readonly onChange: () => void
  /** A member of the call that we are in says something to us. */
  readonly onSignal: (peerId: string, signal: CallSignal) => void
}

export interface CallPresence extends Feature<CallMessage> {
  /** Says to all that we are in the call, or no longer. */
  announce(state: CallState | undefined): void
  /** Says something to a member of the call; nothing happens where one of us isn't in it. */
  send(peerId: string, body: CallSignalBody): void
  /** A member of the call sent what the browser could not read. */
  countMalformed(peerId: string): void
  handle(peer: LinkedPeer<CallMessage>, message: CallMessage, characters: number): Verdict
  handlePeers(peers: readonly SessionPeer[]): void
  /** A peer's place in the call. */
  viewOf(peer: SessionPeer): PeerCall
}

interface Member {
  peer: LinkedPeer<CallMessage>
  state?: CallState
  /** Its link opened anew: it has to say again that it is in the call. */
  cancelStateTimeout: () => void
  /** A member that comes anew is offered a new connection, so coming is measured like offering. */
  readonly arrivals: RateLimit
}

/**
 * Who of a room is in its call, by what each peer says on its proved link. A call has no id and no owner: it is those
 * who are in it, so two people who start one at once are in the same. What carries the voices is elsewhere
 * (call-links.ts), in Firefox in another context.
 */
export function createCallPresence(options: CallPresenceOptions): CallPresence {
  const { clock } = options
  const members = new Map<string, Member>()
  let own: CallState | undefined

  const createMember = (peer: LinkedPeer<CallMessage>): Member => ({
    peer,
    cancelStateTimeout: () => {},
    arrivals: createRateLimit({
      clock,
      burst: limits.maxCallOfferBurst,
      refillMs: limits.callOfferRefillMs,
    }),
  })

  function say({ peer }: Member, message: CallMessage) {
    const allowed = options.hide(message)
    if (allowed) peer.sendNow(allowed)
  }

  function setState(member: Member, state: CallState | undefined) {
    member.cancelStateTimeout()
    const before = member.state
    if (before?.visit === state?.visit && before?.microphone === state?.microphone) return
    if (state) member.state = state
    else delete member.state
    options.onChange()
  }

  function handleState(member: Member, { visit, microphone }: CallState): Verdict {
    if (visit !== member.state?.visit && !member.arrivals.take()) return 'malformed'
    setState(member, { visit, microphone })
    return 'fine'
  }

  return {
    protocol: callProtocol,

    announce(state) {
      const before = own
      own = state
      for (const member of members.values()) {
        if (state) say(member, { type: 'call-state', ...state })
        else if (before) say(member, { type: 'call-left', visit: before.visit })
      }
    },

    send(peerId, body) {
      const member = members.get(peerId)
      if (own && member?.state) say(member, { ...body, from: own.visit, to: member.state.visit })
    },

    countMalformed: (peerId) => members.get(peerId)?.peer.countMalformed(),

    handleOpen(peer) {
      const member = members.get(peer.peerId) ?? createMember(peer)
      member.peer = peer
      members.set(peer.peerId, member)
      if (own) say(member, { type: 'call-state', ...own })
      if (!member.state) return
      member.cancelStateTimeout()
      member.cancelStateTimeout = clock.after(limits.callStateTimeoutMs, () => setState(member, undefined))
    },

    /** What belongs to another visit is late, and nothing happens. */
    handle({ peerId }, message) {
      const member = members.get(peerId)
      if (!member) return 'fine'
      if (message.type === 'call-state') return handleState(member, message)
      if (message.type === 'call-left') {
        if (member.state?.visit === message.visit) setState(member, undefined)
      } else if (message.to === own?.visit && message.from === member.state?.visit) {
        options.onSignal(peerId, message)
      }
      return 'fine'
    },

    viewOf(peer) {
      const state = members.get(peer.peerId)?.state
      // A peer that couldn't prove the key now isn't the one who was in the call.
      return state && peer.state !== 'unauthenticated' ? { call: state } : {}
    },

    /** Forgets those who are no longer in the room. */
    handlePeers(peers) {
      const present = new Set(
        peers.filter(({ state }) => state !== 'unauthenticated').map(({ peerId }) => peerId),
      )
      for (const [peerId, member] of members) {
        if (present.has(peerId)) continue
        member.cancelStateTimeout()
        members.delete(peerId)
      }
    },

    close() {
      for (const member of members.values()) member.cancelStateTimeout()
      members.clear()
    },
  }
}
