import { isUtf8 } from 'node:buffer'
import { createBudget } from './budget.ts'
import { createBusReceiver } from './bus/receive.ts'
import { countDrop, type Counts } from './counts.ts'
import { headerToAll, openEnvelope } from './envelope.ts'
import type { Limits } from './limits.ts'
import { closes, type CloseReason } from './refusals.ts'
import {
  createRoom,
  forgetAddress,
  setAddress,
  type Member,
  type Newcomer,
  type Passing,
  type Room,
} from './room.ts'
import { createTickBatcher, type BusPort } from './tick-batcher.ts'

export interface HubOptions {
  readonly limits: Limits
  readonly counts: Counts
  readonly bus: BusPort | undefined
  readonly nowMs: () => number
  /** Told how long a tick's fan-out took, from the first message's arrival to the last write. */
  readonly fannedOut: (durationMs: number) => void
}

export interface Hub {
  readonly rooms: ReadonlyMap<string, Room>
  join(room: string, newcomer: Newcomer): Member
  leave(member: Member): void
  /** Takes a message from a member. */
  receive(member: Member, message: Buffer, isBinary: boolean): void
  /** Charges a member for a control frame; false when it is to be ignored. */
  chargeControl(member: Member): boolean
  /** Takes a batch from another node. */
  receiveFromBus(room: string, batch: Buffer): void
  /** Sends at once what would be sent at the end of this tick. */
  flush(): void
  /** Flushes, then closes a member for this reason. */
  drop(member: Member, reason: CloseReason): void
}

/** Makes a hub with no rooms. It reads envelopes, never payloads. */
export function createHub({ limits, counts, bus, nowMs, fannedOut }: HubOptions): Hub {
  const rooms = new Map<string, Room>()
  const budget = createBudget(limits, nowMs, () => (counts.heldBack += 1))
  const fanOutOptions = {
    maxBufferedBytes: limits.maxBufferedBytes,
    dropSlow: (member: Member) => end(member, 'slow-receiver'),
    wrote(messages: number, bytes: number) {
      counts.messagesOut += messages
      counts.bytesOut += bytes
    },
  }
  const batcher = createTickBatcher({ counts, bus, nowMs, fannedOut, fanOutOptions })

  function roomOf(name: string): Room {
    const existing = rooms.get(name)
    if (existing !== undefined) return existing
    const room = createRoom(name)
    rooms.set(name, room)
    return room
  }

  function charge(member: Member, bytes: number): boolean {
    if (budget.charge(member, bytes)) return true
    drop(member, 'flood')
    return false
  }

  function end(member: Member, reason: CloseReason) {
    if (member.dropped) return
    member.dropped = true
    countDrop(counts, reason)
    const { code, reason: sentence } = closes[reason]
    member.webSocket.close(code, sentence)
    // It may not care and send on: nothing of that is read any more.
    if (reason === 'flood') member.webSocket.pause()
  }

  function drop(member: Member, reason: CloseReason) {
    batcher.flush()
    end(member, reason)
  }

  function receiveEnvelope(member: Member, frame: Buffer) {
    const { room } = member
    const envelope = openEnvelope(frame)
    if (envelope === undefined) {
      drop(member, 'bad-envelope')
      return
    }
    if (envelope.kind === 'i-am') {
      if (charge(member, 0)) setAddress(member, envelope.address)
      return
    }
    const { isText, header, payload } = envelope
    if (payload.length > limits.maxMessageBytes && limits.maxMessageBytes > 0) {
      drop(member, 'too-big')
      return
    }
    if (isText && !isUtf8(payload)) {
      drop(member, 'bad-text')
      return
    }
    if (envelope.kind === 'to-all') {
      passToAll(member, { sender: member, only: undefined, isText, header, payload })
      return
    }

    const holders = room.byAddress?.get(envelope.address)
    if (!charge(member, payload.length * (holders?.size ?? 1))) return
    if (holders !== undefined) {
      for (const only of holders) batcher.pass(room, { sender: member, only, isText, header, payload })
    } else if (bus !== undefined) {
      batcher.passToBus(room, { header, payload })
    } else {
      countDrop(counts, 'unknown-address')
    }
  }

  function passToAll(sender: Member, message: Passing) {
    const { room } = sender
    const receivers = room.members.size - 1
    if (!charge(sender, message.payload.length * Math.max(1, receivers))) return
    if (receivers > 0) batcher.pass(room, message)
    if (bus !== undefined) {
      batcher.passToBus(room, message)
    }
  }

  return {
    rooms,

    join(name, { webSocket, connection, speaksEnvelope, addressGroup }) {
      const room = roomOf(name)
      const member: Member = {
        webSocket,
        connection,
        room,
        speaksEnvelope,
        addressGroup,
        address: '',
        ...budget.open(),
        dropped: false,
        missedPings: 0,
        pulseSlot: 0,
      }
      room.members.add(member)
      return member
    },

    leave(member) {
      const { room } = member
      member.dropped = true
      forgetAddress(member)
      room.members.delete(member)
      if (room.members.size === 0) rooms.delete(room.name)
    },

    receive(member, message, isBinary) {
      if (member.dropped) return
      counts.messagesIn += 1
      counts.bytesIn += message.length
      if (member.speaksEnvelope) {
        if (isBinary) receiveEnvelope(member, message)
        else drop(member, 'bad-envelope')
        return
      }
      if (message.length > limits.maxMessageBytes && limits.maxMessageBytes > 0) {
        drop(member, 'too-big')
        return
      }
      const header = isBinary ? headerToAll.binary : headerToAll.text
      passToAll(member, { sender: member, only: undefined, isText: !isBinary, header, payload: message })
    },

    chargeControl: (member) => !member.dropped && charge(member, 0),

    receiveFromBus: createBusReceiver({ rooms, counts, batcher }),
    flush: batcher.flush,
    drop,
  }
}
