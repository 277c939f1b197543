import type { BusPort } from '../tick-batcher.ts'

/** What carries messages between nodes. */
export interface Bus extends BusPort {
  isConnected(): boolean
  /**
   * Keeps a room subscribed, and resolves once what other nodes send to it will be heard. Resolves at once
   * while the bus is away: local members need no bus, and the subscription is made when it is back.
   */
  hold(room: string): Promise<void>
  /** Gives back one `hold`. */
  release(room: string): void
  /** Sends what is still on its way and disconnects. */
  close(): Promise<void>
}
