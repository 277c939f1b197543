const finalFrame = 0x80
const textOpcode = 0x1
const binaryOpcode = 0x2
const length16 = 126
const length64 = 127

/**
 * The head of an unmasked WebSocket frame, followed by the first bytes of its payload.
 * The rest of the payload goes out after it, uncopied (RFC 6455, section 5.2).
 */
export function frameHead(isText: boolean, firstBytes: Uint8Array, restLength: number): Buffer {
  const { frame, start } = begin(isText, firstBytes.length + restLength, firstBytes.length)
  if (firstBytes.length > 0) frame.set(firstBytes, start)
  return frame
}

/** A whole unmasked WebSocket frame in one buffer, whose payload is two parts one behind the other. */
export function wholeFrame(isText: boolean, firstBytes: Uint8Array, rest: Uint8Array): Buffer {
  const length = firstBytes.length + rest.length
  const { frame, start } = begin(isText, length, length)
  if (firstBytes.length > 0) frame.set(firstBytes, start)
  frame.set(rest, start + firstBytes.length)
  return frame
}

/** A buffer with the head of a frame and room for so much of its payload, from `start` on. */
function begin(isText: boolean, payloadLength: number, copiedLength: number) {
  const start = payloadLength < length16 ? 2 : payloadLength < 65_536 ? 4 : 10
  const frame = Buffer.allocUnsafe(start + copiedLength)
  frame[0] = finalFrame | (isText ? textOpcode : binaryOpcode)
  if (start === 2) {
    frame[1] = payloadLength
  } else if (start === 4) {
    frame[1] = length16
    frame[2] = payloadLength >>> 8
    frame[3] = payloadLength & 0xff
  } else {
    frame[1] = length64
    frame.writeBigUInt64BE(BigInt(payloadLength), 2)
  }
  return { frame, start }
}
