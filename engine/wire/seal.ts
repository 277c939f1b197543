import { fromBase64Url, toBase64Url } from '../base/base64url.ts'
import { limits } from '../base/limits.ts'
import { decodeUtf8 } from '../base/utf8.ts'
import type { RoomKeys } from './room-keys.ts'

/**
 * A sealed signal is text, so that it survives any hub: `sidetone.<base64url of nonce and ciphertext>`.
 * AES-256-GCM with a fresh random 96-bit nonce; the additional data is `sidetone <room id>`. It tells no version: what
 * stands outside the seal is anybody's word.
 */
const prefix = 'sidetone.'
const nonceBytes = 12
const tagBytes = 16

const utf8 = new TextEncoder()

const additionalData = (keys: RoomKeys) => utf8.encode(`sidetone ${keys.roomId}`)

/** Seals a text for the members of a room. */
export async function seal(keys: RoomKeys, text: string): Promise<string> {
  const nonce = crypto.getRandomValues(new Uint8Array(nonceBytes))
  const sealed = await crypto.subtle.encrypt(
    { name: 'AES-GCM', iv: nonce, additionalData: additionalData(keys) },
    keys.signalKey,
    utf8.encode(text),
  )
  const envelope = new Uint8Array(nonceBytes + sealed.byteLength)
  envelope.set(nonce)
  envelope.set(new Uint8Array(sealed), nonceBytes)
  return prefix + toBase64Url(envelope)
}

export type Opened =
  | { kind: 'opened'; text: string }
  /** Well formed, and sealed with another key: on a hub without rooms, somebody else's room. */
  | { kind: 'not-for-us' }
  | { kind: 'malformed' }

/** Opens what a relay delivered. Never throws. */
export async function open(keys: RoomKeys, received: string): Promise<Opened> {
  if (received.length > limits.maxSealedBytes) return { kind: 'malformed' }
  if (!received.startsWith(prefix)) return { kind: 'malformed' }
  const envelope = fromBase64Url(received.slice(prefix.length))
  if (!envelope || envelope.length < nonceBytes + tagBytes) return { kind: 'malformed' }
  let plain: ArrayBuffer
  try {
    plain = await crypto.subtle.decrypt(
      { name: 'AES-GCM', iv: envelope.subarray(0, nonceBytes), additionalData: additionalData(keys) },
      keys.signalKey,
      envelope.subarray(nonceBytes),
    )
  } catch {
    // The only failure of a decryption with a key of ours: the tag does not fit.
    return { kind: 'not-for-us' }
  }
  const text = decodeUtf8(plain)
  // Undefined: a member sealed it, and it is no text.
  return text === undefined ? { kind: 'malformed' } : { kind: 'opened', text }
}
