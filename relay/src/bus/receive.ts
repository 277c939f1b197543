import { isUtf8 } from 'node:buffer'
import { countDrop, type Counts } from '../counts.ts'
import { openEnvelope } from '../envelope.ts'
import type { Room } from '../room.ts'
import type { TickBatcher } from '../tick-batcher.ts'
import { unpackBatch } from './message.ts'

/** Makes what takes a batch from another node, and hands its messages to the members of the room here. */
export function createBusReceiver({
  rooms,
  counts,
  batcher,
}: {
  readonly rooms: ReadonlyMap<string, Room>
  readonly counts: Counts
  readonly batcher: Pick<TickBatcher, 'pass'>
}) {
  function receive(room: Room, frame: Buffer) {
    const envelope = openEnvelope(frame)
    if (
      envelope === undefined ||
      envelope.kind === 'i-am' ||
      (envelope.isText && !isUtf8(envelope.payload))
    ) {
      countDrop(counts, 'bus-malformed')
      return
    }
    const { isText, header, payload } = envelope
    const holders = envelope.kind === 'to-one' ? (room.byAddress?.get(envelope.address) ?? []) : [undefined]
    for (const only of holders) batcher.pass(room, { sender: undefined, only, isText, header, payload })
  }

  return (name: string, batch: Buffer) => {
    const room = rooms.get(name)
    if (room === undefined) return
    const frames = unpackBatch(batch)
    if (frames === undefined) {
      countDrop(counts, 'bus-malformed')
      return
    }
    counts.busMessagesIn += frames.length
    for (const frame of frames) receive(room, frame)
  }
}
