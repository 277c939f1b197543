/**
 * Encodings that no public key may have (hexadecimal, 32 bytes): the eight points of small order, the forms of them that
 * are not reduced or carry the sign of a zero, and one point that is not reduced and of full order.
 */
const field = 'ff'.repeat(30)

export const refusedKeys: readonly (readonly [what: string, hex: string])[] = [
  ['order 1, the identity', `01${'00'.repeat(31)}`],
  ['order 2', `ec${field}7f`],
  ['order 4', '00'.repeat(32)],
  ['order 4, negative x', `${'00'.repeat(31)}80`],
  ['order 8, one', '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05'],
  ['order 8, one with negative x', '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85'],
  ['order 8, the other', 'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a'],
  ['order 8, the other with negative x', 'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa'],
  ['the identity with a negative zero', `01${'00'.repeat(30)}80`],
  ['order 2 with a negative zero', `ec${field}ff`],
  ['order 4, not reduced (y = p)', `ed${field}7f`],
  ['order 4, not reduced, negative x', `ed${field}ff`],
  ['the identity, not reduced (y = p + 1)', `ee${field}7f`],
  ['the identity, not reduced, with a negative zero', `ee${field}ff`],
  ['full order, not reduced (y = p + 3)', `f0${field}7f`],
]

/** The signature that holds for every text under the identity as a key, and for some texts under its kin: R = identity, S = 0. */
export const signatureOfNobody = `01${'00'.repeat(63)}`

/** L, the order of the group, as 32 bytes of a signature's second half. */
export const groupOrder = 'edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010'

export function fromHex(hex: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16))
}
