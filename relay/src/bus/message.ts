import { maxEnvelopeBytes } from '../envelope.ts'

/** A message between nodes: like a frame of `sidetone.relay.1`, header and payload apart. */
export interface BusMessage {
  readonly header: Buffer
  readonly payload: Buffer
}

const lengthBytes = 4
const overheadBytes = lengthBytes + maxEnvelopeBytes

/**
 * Packs messages, each as its length and its frame, into as few batches as fit into `maxBatchBytes`.
 * A message that fits into no batch is left out: NATS would end the whole connection over it.
 */
export function packBatches(messages: readonly BusMessage[], maxBatchBytes: number): Buffer[] {
  const batches: Buffer[] = []
  let parts: Buffer[] = []
  let size = 0
  for (const { header, payload } of messages) {
    if (payload.length + overheadBytes > maxBatchBytes) continue
    if (size + payload.length + overheadBytes > maxBatchBytes) {
      batches.push(Buffer.concat(parts))
      parts = []
      size = 0
    }
    const length = Buffer.allocUnsafe(lengthBytes)
    length.writeUInt32BE(header.length + payload.length)
    parts.push(length, header, payload)
    size += lengthBytes + header.length + payload.length
  }
  if (parts.length > 0) batches.push(Buffer.concat(parts))
  return batches
}

/** The frames of a batch, as views of it; undefined where it is none of ours. */
export function unpackBatch(batch: Buffer): Buffer[] | undefined {
  const frames: Buffer[] = []
  let at = 0
  while (at < batch.length) {
    if (batch.length - at < lengthBytes) return undefined
    const end = at + lengthBytes + batch.readUInt32BE(at)
    if (end > batch.length) return undefined
    frames.push(batch.subarray(at + lengthBytes, end))
    at = end
  }
  return frames
}

/** What a batch must be able to hold: the longest message with everything around it. */
export function neededBatchBytes(maxMessageBytes: number): number {
  return maxMessageBytes + overheadBytes
}
