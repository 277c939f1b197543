import type { Duplex } from 'node:stream'
import type { WebSocket } from 'ws'
import type { BusMessage } from './bus/message.ts'
import type { Bucket } from './rate.ts'

/** What the relay does with a WebSocket besides listening to it. */
export type MemberSocket = Pick<
  WebSocket,
  'readyState' | 'isPaused' | 'pause' | 'resume' | 'close' | 'ping' | 'pong' | 'terminate'
>

/** A client on its way into a room. */
export interface Newcomer {
  readonly webSocket: MemberSocket
  /** The connection under the WebSocket: finished frames are written straight to it. */
  readonly connection: Duplex
  /** True when it speaks `sidetone.relay.1`, so that its frames have a header in front of the payload. */
  readonly speaksEnvelope: boolean
  /** The group of addresses that it is counted under. */
  readonly addressGroup: string
}

/** One WebSocket in one room. It stands here with `Room`, since each type names the other. */
export interface Member extends Newcomer {
  readonly room: Room
  /** The address it chose, or '' as long as it chose none. */
  address: string
  readonly messages: Bucket
  readonly bytes: Bucket
  /** True from the moment the relay decided to be rid of it: what it still sends is ignored. */
  dropped: boolean
  missedPings: number
  /** When within the ping interval it is pinged. */
  pulseSlot: number
}

/** A message on its way, within one tick of the event loop. Its payload is a view of what arrived. */
export interface Passing {
  /** Undefined when it came from another node. */
  readonly sender: Member | undefined
  /** The one member it is for, or undefined when it is for everybody but its sender. */
  readonly only: Member | undefined
  readonly isText: boolean
  /** What members that speak `sidetone.relay.1` find in front of the payload. */
  readonly header: Buffer
  readonly payload: Buffer
}

/** Who is in a room, and what passes through it in this tick. */
export interface Room {
  readonly name: string
  readonly members: Set<Member>
  /** Members by the address they chose, once somebody chose one; two may share one while one of them is being replaced. */
  byAddress: Map<string, Set<Member>> | undefined
  /** Whether something of this tick is still to be looked at. */
  isTouched: boolean
  passing: Passing[]
  forBus: BusMessage[]
  /** Before this time what arrives is gathered, not sent. */
  restsUntilMs: number
}

/** An empty room. */
export function createRoom(name: string): Room {
  return {
    name,
    members: new Set(),
    byAddress: undefined,
    isTouched: false,
    passing: [],
    forBus: [],
    restsUntilMs: 0,
  }
}

/** Gives a member the address it chose, instead of the one it had. */
export function setAddress(member: Member, address: string) {
  forgetAddress(member)
  member.address = address
  const byAddress = (member.room.byAddress ??= new Map<string, Set<Member>>())
  const holders = byAddress.get(address)
  if (holders === undefined) byAddress.set(address, new Set([member]))
  else holders.add(member)
}

/** Takes a member's address away. */
export function forgetAddress(member: Member) {
  const { byAddress } = member.room
  const holders = byAddress?.get(member.address)
  if (holders === undefined) return
  holders.delete(member)
  if (holders.size === 0) byAddress?.delete(member.address)
  member.address = ''
}
