import type { Duplex } from 'node:stream'
import type { WebSocket } from 'ws'
import type { Bucket } from './rate.ts'
import type { Room } from './room.ts'

/** What the relay does with a WebSocket besides listening to it. */
export type MemberSocket = Pick<
  WebSocket,
  'readyState' | 'isPaused' | 'pause' | 'resume' | 'close' | 'ping' | 'pong' | 'terminate'
>

/** Who comes into a room. */
export interface Newcomer {
  readonly webSocket: MemberSocket
  /** The connection under the WebSocket: finished frames are written straight to it. */
  readonly connection: Duplex
  /** True when it speaks `sidetone.relay.1`, so that its frames have a header in front of the payload. */
  readonly speaksEnvelope: boolean
  /** The group of addresses that it is counted under. */
  readonly addressGroup: string
}

/** One WebSocket in one room. */
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
