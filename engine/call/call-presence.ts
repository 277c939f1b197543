import type { Clock } from '../base/environment.ts'
import { createRateLimit, type RateLimit } from '../base/rate-limit.ts'
import type { PeerView } from '../view.ts'
import type { CallMessage, CallSignal, CallSignalBody, CallState } from './protocol.ts'
import { limits } from '../base/limits.ts'

export interface CallPresenceOptions {
  readonly clock: Clock
  /** Says something on a peer's control channel; nothing happens where there is no open link. */
  readonly send: (peerId: string, message: CallMessage) => void
  /** Who is in the call changed. */
  readonly onChange: () => void
  /** A member of the call that we are in says something to us. */
  readonly onSignal: (peerId: string, signal: CallSignal) => void
}

interface Member {
  state?: CallState
  /** Its link opened anew: it has to say again that it is in the call. */
  cancelStateTimeout: () => void
  readonly offers: RateLimit
  readonly messages: RateLimit
}

/**
 * Who of a room is in its call, by what each says on its proved link. A call has no id and nobody who owns it: it is
 * those who are in it, so two who start one at once are in the same. What carries the voices is elsewhere
 * (call-links.ts), in Firefox in another context.
 */
export function createCallPresence(options: CallPresenceOptions) {
  const { clock } = options
  const members = new Map<string, Member>()
  let own: CallState | undefined

  function memberOf(peerId: string): Member {
    let member = members.get(peerId)
    if (!member) {
      member = {
        cancelStateTimeout: () => {},
        offers: createRateLimit({
          clock,
          burst: limits.maxCallOfferBurst,
          refillMs: limits.callOfferRefillMs,
        }),
        messages: createRateLimit({
          clock,
          burst: limits.maxCallMessageBurst,
          refillMs: limits.callMessageRefillMs,
        }),
      }
      members.set(peerId, member)
    }
    return member
  }

  function setState(member: Member, state: CallState | undefined) {
    member.cancelStateTimeout()
    const before = member.state
    if (before?.visit === state?.visit && before?.voice === state?.voice) return
    if (state) member.state = state
    else delete member.state
    options.onChange()
  }

  return {
    /** Says to all that we are in the call, or no longer. */
    announce(state: CallState | undefined) {
      const before = own
      own = state
      for (const peerId of members.keys()) {
        if (state) options.send(peerId, { type: 'call-state', ...state })
        else if (before) options.send(peerId, { type: 'call-left', visit: before.visit })
      }
    },

    /** Says something to a member of the call; nothing happens where one of us is not in it. */
    send(peerId: string, body: CallSignalBody) {
      const visit = members.get(peerId)?.state?.visit
      if (own && visit !== undefined) options.send(peerId, { ...body, from: own.visit, to: visit })
    },

    /** A peer's link opened, for the first time or again. */
    handleOpen(peerId: string) {
      const member = memberOf(peerId)
      if (own) options.send(peerId, { type: 'call-state', ...own })
      if (!member.state) return
      member.cancelStateTimeout()
      member.cancelStateTimeout = clock.after(limits.callStateTimeoutMs, () => setState(member, undefined))
    },

    /** False if it was more than a peer may say. What belongs to another visit is late, and nothing happens. */
    handleMessage(peerId: string, message: CallMessage): boolean {
      const member = memberOf(peerId)
      const isOffer =
        message.type === 'call-offer' ||
        message.type === 'call-rebuild' ||
        // Who comes anew is offered a new connection.
        (message.type === 'call-state' && message.visit !== member.state?.visit)
      if (!(isOffer ? member.offers : member.messages).take()) return false
      switch (message.type) {
        case 'call-state':
          setState(member, { visit: message.visit, voice: message.voice })
          break
        case 'call-left':
          if (member.state?.visit === message.visit) setState(member, undefined)
          break
        default:
          if (message.to === own?.visit && message.from === member.state?.visit) {
            options.onSignal(peerId, message)
          }
      }
      return true
    },

    /** The peers, each with its place in the call. */
    withCalls: (peers: readonly PeerView[]): PeerView[] =>
      peers.map((peer) => {
        const state = members.get(peer.peerId)?.state
        // Whoever could not prove the key now is not who was in the call.
        return state && peer.state !== 'unauthenticated' ? { ...peer, call: state } : peer
      }),

    /** Forgets those who are no longer in the room. */
    handlePeers(peers: readonly PeerView[]) {
      for (const [peerId, member] of members) {
        if (peers.some((peer) => peer.peerId === peerId && peer.state !== 'unauthenticated')) continue
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

export type CallPresence = ReturnType<typeof createCallPresence>
