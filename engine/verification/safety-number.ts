const groupCount = 12
const digitsPerGroup = 5
const bytesPerGroup = 5

/** Digits of a safety number. */
export const safetyNumberLength = groupCount * digitsPerGroup

const utf8 = new TextEncoder()

/**
 * Sixty digits that follow from two public keys, the same on both sides; about 199 bits, so that nobody finds two keys
 * to stand between two people with the same number. In groups of five.
 */
export async function safetyNumber(oneKey: string, otherKey: string): Promise<string[]> {
  const [first, second] = [oneKey, otherKey].sort()
  const text = `sidetone safety number\n${first}\n${second}`
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-512', utf8.encode(text)))
  return Array.from({ length: groupCount }, (_, group) => {
    const bytes = hash.subarray(group * bytesPerGroup, (group + 1) * bytesPerGroup)
    const value = bytes.reduce((sum, byte) => sum * 256 + byte, 0)
    return String(value % 10 ** digitsPerGroup).padStart(digitsPerGroup, '0')
  })
}

export type NumberComparison =
  { kind: 'empty' } | { kind: 'incomplete'; digits: number } | { kind: 'match' } | { kind: 'mismatch' }

/** Compares a safety number with what somebody pasted or typed; only the digits of that count. */
export function compareNumber(groups: readonly string[], pasted: string): NumberComparison {
  const digits = pasted.normalize('NFKC').replace(/\D/g, '')
  if (digits === '') return { kind: 'empty' }
  const own = groups.join('')
  if (digits.length < own.length && own.startsWith(digits))
    return { kind: 'incomplete', digits: digits.length }
  return digits === own ? { kind: 'match' } : { kind: 'mismatch' }
}

/** The first half of a key's hash in hexadecimal, in groups of four: for people to recognise, not for the wire. */
export async function keyFingerprint(publicKey: string): Promise<string> {
  const hash = new Uint8Array(
    await crypto.subtle.digest('SHA-256', utf8.encode(`sidetone fingerprint\n${publicKey}`)),
  )
  const hex = Array.from(hash.subarray(0, 16), (byte) => byte.toString(16).padStart(2, '0')).join('')
  return (hex.match(/.{4}/g) ?? []).join(' ')
}
