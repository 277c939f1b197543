/** The subprotocol in which a frame says where it goes. README.md describes it for authors of clients. */
export const envelopeProtocol = 'sidetone.relay.1'

/** Bytes of the random address that a client chooses for itself. */
export const addressBytes = 16

/** The longest header: a kind and an address. */
export const maxEnvelopeBytes = 1 + addressBytes

const textFlag = 0x80
const toAll = 0x00
const toOne = 0x01
const iAm = 0x02

/** The header of a frame to all that carries text, and of one that carries bytes. */
export const headerToAll = { text: Buffer.of(toAll | textFlag), binary: Buffer.of(toAll) }

/** What a frame's header says. `payload` is a view of the frame, not a copy. */
export type Envelope =
  | { kind: 'to-all'; isText: boolean; header: Buffer; payload: Buffer }
  | { kind: 'to-one'; address: string; isText: boolean; header: Buffer; payload: Buffer }
  | { kind: 'i-am'; address: string }

/** Reads a frame's header and leaves its payload alone; undefined where the header is none. */
export function openEnvelope(frame: Buffer): Envelope | undefined {
  const first = frame[0]
  if (first === undefined) return undefined
  const isText = (first & textFlag) !== 0
  switch (first & ~textFlag) {
    case toAll:
      return { kind: 'to-all', isText, header: frame.subarray(0, 1), payload: frame.subarray(1) }
    case toOne:
      if (frame.length < maxEnvelopeBytes) return undefined
      return {
        kind: 'to-one',
        address: addressAt(frame),
        isText,
        header: frame.subarray(0, maxEnvelopeBytes),
        payload: frame.subarray(maxEnvelopeBytes),
      }
    case iAm:
      if (frame.length !== maxEnvelopeBytes || isText) return undefined
      return { kind: 'i-am', address: addressAt(frame) }
    default:
      return undefined
  }
}

/** An address as a key: one character per byte. */
function addressAt(frame: Buffer): string {
  return frame.toString('latin1', 1, maxEnvelopeBytes)
}
