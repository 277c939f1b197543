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
  const payloadLength = firstBytes.length + restLength
  const size = payloadLength < length16 ? 2 : payloadLength < 65_536 ? 4 : 10
  const head = Buffer.allocUnsafe(size + firstBytes.length)
  head[0] = finalFrame | (isText ? textOpcode : binaryOpcode)
  if (size === 2) {
    head[1] = payloadLength
  } else if (size === 4) {
    head[1] = length16
    head[2] = payloadLength >>> 8
    head[3] = payloadLength & 0xff
  } else {
    head[1] = length64
    head.writeBigUInt64BE(BigInt(payloadLength), 2)
  }
  if (firstBytes.length > 0) head.set(firstBytes, size)
  return head
}
