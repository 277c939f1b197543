/** A CRC-32 that is told one byte after the other. */
export function createCrc32() {
  let remainder = 0xffffffff
  return {
    /** The checksum of all bytes so far. */
    add(byte: number): number {
      remainder ^= byte
      for (let bit = 0; bit < 8; bit++) remainder = (remainder >>> 1) ^ (remainder & 1 ? 0xedb88320 : 0)
      return (remainder ^ 0xffffffff) >>> 0
    },
  }
}

/**
 * CRC-32 as in Ethernet and zip (ISO 3309; `123456789` gives cbf43926). It finds slips of hand and cut-off text, and
 * keeps nobody from making a text that fits: for that there are signatures. Unlike SHA-256 it is at hand without
 * `crypto.subtle`, which a relay's landing page does not have over plain `http:`.
 */
export function crc32(bytes: Uint8Array): number {
  const checksum = createCrc32()
  return bytes.reduce((_, byte) => checksum.add(byte), 0)
}
