import { WebSocket } from 'ws'
import { frameHead, wholeFrame } from './frame.ts'
import { maxCopiedFrameBytes, maxReceiversWithoutCopy } from './limits.ts'
import type { Member, Passing, Room } from './room.ts'

const nothing = Buffer.alloc(0)

export interface FanOutOptions {
  /** What may wait for a receiver that has not taken what it got in earlier ticks; 0 is without limit. */
  readonly maxBufferedBytes: number
  /** Called for a receiver that is too slow; it gets nothing of this tick. */
  readonly dropSlow: (member: Member) => void
  /** Called for each member that was written to. */
  readonly wrote: (messages: number, bytes: number) => void
}

/**
 * One message, framed for one kind of receiver: head and payload follow each other on the wire. What is short is copied
 * behind its head and has no payload beside it: two writes that belong together cost more.
 */
interface Framed {
  readonly head: Buffer
  readonly payload: Buffer
}

/** This tick's messages to everybody, framed once, for all receivers of one kind. */
interface Shared {
  readonly framed: readonly (Framed | undefined)[]
  readonly bytes: number
  readonly messages: number
  /** All frames in one buffer, and where each begins; undefined where copying does not pay. */
  readonly joined: { readonly buffer: Buffer; readonly starts: readonly number[] } | undefined
}

/**
 * Sends what passed through a room in this tick: each message framed once, all of them joined into one buffer
 * that every member shares, and one write for each member. Members that sent something themselves, or were sent
 * something alone, get the pieces of that buffer that are for them, in order.
 */
export function fanOut(room: Room, passing: readonly Passing[], options: FanOutOptions) {
  const copies = room.members.size - 1 > maxReceiversWithoutCopy
  const [first] = passing
  if (first !== undefined && passing.length === 1 && !copies) {
    fanOutOne(room, first, options)
    return
  }

  const apart = new Set<Member>()
  let toAll = 0
  for (const { sender, only } of passing) {
    if (only !== undefined) apart.add(only)
    else toAll += 1
    if (only === undefined && sender !== undefined) apart.add(sender)
  }

  const shares: (Shared | undefined)[] = [undefined, undefined]
  const receivers = toAll > 0 ? room.members : apart
  for (const member of receivers) {
    if (!isThere(member)) continue
    const kind = member.speaksEnvelope ? 1 : 0
    const shared = (shares[kind] ??= share(passing, member.speaksEnvelope, copies))
    if (apart.has(member)) sendApart(member, passing, shared, options)
    else sendShared(member, shared, options)
  }
}

/** The usual case in small rooms, without what only several messages need. */
function fanOutOne(room: Room, message: Passing, options: FanOutOptions) {
  let bare: Framed | undefined
  let enveloped: Framed | undefined
  for (const member of room.members) {
    if (!isFor(member, message) || !isThere(member)) continue
    const frame = member.speaksEnvelope
      ? (enveloped ??= frameFor(message, true))
      : (bare ??= frameFor(message, false))
    const bytes = frame.head.length + frame.payload.length
    if (isTooSlow(member, bytes, options)) continue
    if (frame.payload.length > 0) member.connection.cork()
    writeFrame(member, frame)
    if (frame.payload.length > 0) member.connection.uncork()
    options.wrote(1, bytes)
  }
}

function share(passing: readonly Passing[], withHeader: boolean, copies: boolean): Shared {
  const framed: (Framed | undefined)[] = []
  const starts: number[] = []
  const parts: Buffer[] = []
  let bytes = 0
  let messages = 0
  for (const message of passing) {
    starts.push(bytes)
    if (message.only !== undefined) {
      framed.push(undefined)
      continue
    }
    // All frames together are copied once, below.
    const frame = copies ? frameInParts(message, withHeader) : frameFor(message, withHeader)
    framed.push(frame)
    parts.push(frame.head, frame.payload)
    bytes += frame.head.length + frame.payload.length
    messages += 1
  }
  starts.push(bytes)
  return {
    framed,
    bytes,
    messages,
    joined: copies ? { buffer: Buffer.concat(parts, bytes), starts } : undefined,
  }
}

function frameFor(message: Passing, withHeader: boolean): Framed {
  const { isText, header, payload } = message
  if (payload.length > maxCopiedFrameBytes) return frameInParts(message, withHeader)
  const head = withHeader ? wholeFrame(false, header, payload) : wholeFrame(isText, nothing, payload)
  return { head, payload: nothing }
}

/** A bare client gets the payload as a frame of its own; the others get header and payload in a binary frame. */
function frameInParts({ isText, header, payload }: Passing, withHeader: boolean): Framed {
  const head = withHeader
    ? frameHead(false, header, payload.length)
    : frameHead(isText, nothing, payload.length)
  return { head, payload }
}

function sendShared(member: Member, { joined, framed, bytes, messages }: Shared, options: FanOutOptions) {
  if (messages === 0 || isTooSlow(member, bytes, options)) return
  if (joined !== undefined) {
    member.connection.write(joined.buffer)
  } else {
    member.connection.cork()
    for (const frame of framed) if (frame !== undefined) writeFrame(member, frame)
    member.connection.uncork()
  }
  options.wrote(messages, bytes)
}

function sendApart(
  member: Member,
  passing: readonly Passing[],
  { framed, joined }: Shared,
  options: FanOutOptions,
) {
  let messages = 0
  let bytes = 0
  passing.forEach((message, index) => {
    if (!isFor(member, message)) return
    const frame = framed[index]
    messages += 1
    bytes += frame === undefined ? message.payload.length : frame.head.length + frame.payload.length
  })
  if (messages === 0 || isTooSlow(member, bytes, options)) return

  const { connection } = member
  connection.cork()
  let runStart = -1
  passing.forEach((message, index) => {
    const isMine = isFor(member, message)
    const frame = framed[index]
    if (joined !== undefined && isMine && frame !== undefined) {
      if (runStart < 0) runStart = index
      return
    }
    // A message to somebody else alone takes no place in the joined buffer, so it does not end a run.
    if (!isMine && frame === undefined) return
    endRun(index)
    if (isMine) writeFrame(member, frame ?? frameFor(message, member.speaksEnvelope))
  })
  endRun(passing.length)
  connection.uncork()
  options.wrote(messages, bytes)

  function endRun(end: number) {
    if (joined !== undefined && runStart >= 0) {
      connection.write(joined.buffer.subarray(joined.starts[runStart], joined.starts[end]))
    }
    runStart = -1
  }
}

function isThere(member: Member): boolean {
  return !member.dropped && member.webSocket.readyState === WebSocket.OPEN
}

function isFor(member: Member, { sender, only }: Passing): boolean {
  return only === undefined ? sender !== member : only === member
}

function writeFrame({ connection }: Member, { head, payload }: Framed) {
  connection.write(head)
  if (payload.length > 0) connection.write(payload)
}

function isTooSlow(member: Member, bytes: number, { maxBufferedBytes, dropSlow }: FanOutOptions): boolean {
  // A receiver that took everything so far may get any amount: the network's own buffers come first.
  const waiting = member.connection.writableLength
  if (maxBufferedBytes === 0 || waiting === 0 || waiting + bytes <= maxBufferedBytes) return false
  dropSlow(member)
  return true
}
