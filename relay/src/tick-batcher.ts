import { packBatches, type BusMessage } from './bus/message.ts'
import { countDrop, type Counts } from './counts.ts'
import { fanOut, type FanOutOptions } from './fanout.ts'
import { maxReceiversWithoutCopy, minRestedFanOutMs, restShare } from './limits.ts'
import type { Passing, Room } from './room.ts'

/** What is needed of a bus between nodes to send on it. */
export interface BusPort {
  /** The largest batch that the bus carries, in bytes; 0 while it carries nothing. */
  maxBatchBytes(): number
  publish(room: string, batch: Buffer): void
}

export interface TickBatcherOptions {
  readonly counts: Counts
  readonly bus: BusPort | undefined
  readonly nowMs: () => number
  /** Told how long a tick's fan-out took, from the first message's arrival to the last write. */
  readonly fannedOut: (durationMs: number) => void
  readonly fanOutOptions: FanOutOptions
}

/**
 * Batches what arrives in one tick of the event loop and sends it at the tick's end. In a small room the first message
 * of a tick goes at once: there is seldom a second, and others' messages in the same tick would hold it up.
 */
export interface TickBatcher {
  pass(room: Room, message: Passing): void
  passToBus(room: Room, message: BusMessage): void
  /** Sends at once what would be sent at the end of this tick. */
  flush(): void
}

/**
 * Makes a tick batcher. A room whose fan-out took long rests for a share of that time, so that messages batch up that
 * would otherwise each go out by themselves.
 */
export function createTickBatcher({
  counts,
  bus,
  nowMs,
  fannedOut,
  fanOutOptions,
}: TickBatcherOptions): TickBatcher {
  let touched: Room[] = []
  let firstArrivalMs = 0
  let lastWriteMs = 0

  /** True for the first message of a room in this tick. */
  function touch(room: Room): boolean {
    if (room.isTouched) return false
    room.isTouched = true
    if (touched.length === 0) {
      firstArrivalMs = nowMs()
      setImmediate(endTick)
    }
    touched.push(room)
    return true
  }

  function endTick() {
    const now = nowMs()
    const resting = touched.filter((room) => room.restsUntilMs > now)
    if (resting.length === 0) return flush()
    const due = touched.filter((room) => room.restsUntilMs <= now)
    touched = resting
    setImmediate(endTick)
    send(due)
  }

  function flush() {
    const due = touched
    touched = []
    send(due)
  }

  function send(due: readonly Room[]) {
    if (due.length === 0) return
    for (const room of due) {
      const { passing, forBus } = room
      room.isTouched = false
      if (passing.length > 0) {
        room.passing = []
        fanOutAndRest(room, passing)
        lastWriteMs = nowMs()
      }
      if (bus !== undefined && forBus.length > 0) {
        room.forBus = []
        sendToBus(bus, room, forBus)
        lastWriteMs = nowMs()
      }
    }
    fannedOut(lastWriteMs - firstArrivalMs)
  }

  const isSmall = (room: Room) => room.members.size <= maxReceiversWithoutCopy + 1

  function fanOutAndRest(room: Room, passing: readonly Passing[]) {
    if (isSmall(room)) return fanOut(room, passing, fanOutOptions)
    const start = nowMs()
    fanOut(room, passing, fanOutOptions)
    const end = nowMs()
    if (end - start >= minRestedFanOutMs) room.restsUntilMs = end + (end - start) * restShare
  }

  function sendToBus(via: BusPort, room: Room, messages: readonly BusMessage[]) {
    const batches = packBatches(messages, via.maxBatchBytes())
    if (batches.length === 0) countDrop(counts, 'bus-offline')
    else counts.busMessagesOut += messages.length
    for (const batch of batches) via.publish(room.name, batch)
  }

  return {
    pass(room, message) {
      if (touch(room) && isSmall(room)) {
        fanOut(room, [message], fanOutOptions)
        lastWriteMs = nowMs()
      } else room.passing.push(message)
    },
    passToBus(room, message) {
      touch(room)
      room.forBus.push(message)
    },
    flush,
  }
}
