import { contains, type Ranges } from '../base/ranges.ts'

/**
 * How far an own message got: to nobody, to the others but not to all who are here, to all who are here; or, of those,
 * to all who can get messages at all (`delivered-to-able`). `seen`: all who are here say that they have seen it.
 */
export type Delivery = 'waiting' | 'sent' | 'delivered' | 'delivered-to-able' | 'seen'

/** Somebody who is in the room now, and what they have of our messages. */
export interface Listener {
  readonly isConnected: boolean
  /** Its link is open and carries no messages, since its client knows none. */
  readonly lacksChat: boolean
  /** The first of our messages that are for them. */
  readonly sinceSeq: number
  readonly ranges: Ranges
  /** What they say to have seen of our messages. */
  readonly seen: Ranges
}

/** That they saw what they don't have is not for them to say. */
export const hasSeen = ({ ranges, seen }: Pick<Listener, 'ranges' | 'seen'>, seq: number): boolean =>
  contains(seen, seq) && contains(ranges, seq)

/**
 * The delivery of our message with this number; `anyone` is what at least one has, here or not, and `seenByAnyone` what
 * at least one has seen.
 */
export function deliveryOf(
  seq: number,
  listeners: readonly Listener[],
  anyone: Ranges,
  seenByAnyone: Ranges,
): Delivery {
  const audience = listeners.filter((listener) => listener.sinceSeq <= seq)
  const hasIt = (listener: Listener) => contains(listener.ranges, seq)
  // A message waits for nobody who can't get it.
  const able = audience.filter((listener) => !listener.lacksChat || hasIt(listener))
  const isReceived = contains(anyone, seq)
  if (isReceived && contains(seenByAnyone, seq) && audience.every((listener) => hasSeen(listener, seq)))
    return 'seen'
  if (isReceived && able.every(hasIt))
    return able.length === audience.length ? 'delivered' : 'delivered-to-able'
  return isReceived || able.some((listener) => listener.isConnected) ? 'sent' : 'waiting'
}
