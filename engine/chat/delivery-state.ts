import { contains, type Ranges } from './ranges.ts'

/** How far an own message got: to nobody, to the others but not to all who are here, to all who are here. */
export type Delivery = 'waiting' | 'sent' | 'delivered'

/** Somebody who is in the room now, and what they have of our messages. */
export interface Listener {
  readonly isConnected: boolean
  /** The first of our messages that are for them. */
  readonly sinceSeq: number
  readonly ranges: Ranges
}

/** The delivery of our message with this number; `anyone` is what at least one has, here or not. */
export function deliveryOf(seq: number, listeners: readonly Listener[], anyone: Ranges): Delivery {
  const audience = listeners.filter((listener) => listener.sinceSeq <= seq)
  const isReceived = contains(anyone, seq)
  if (isReceived && audience.every((listener) => contains(listener.ranges, seq))) return 'delivered'
  return isReceived || audience.some((listener) => listener.isConnected) ? 'sent' : 'waiting'
}
