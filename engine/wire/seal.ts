import { fromBase64Url, toBase64Url } from '../base/base64url.ts'
import { limits } from '../base/limits.ts'
import type { RoomKeys } from './room-keys.ts'

/**
 * A sealed signal is text, so that it survives any hub: `sidetone.<base64url of nonce and ciphertext>`.
 * AES-256-GCM with a fresh random 96-bit nonce; the additional data is `sidetone <room id>`. There is no version in it:
 * what a relay or a stranger can write says nothing of versions, only what a member sealed and signed does.
 */
const prefix = 'sidetone.'
const nonceBytes = 12
const tagBytes = 16

const utf8 = new TextEncoder()
const utf8Strict = new TextDecoder('utf-8', { fatal: true })

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
  if (received.length > limits.maxSealedBytes || !received.startsWith(prefix)) return { kind: 'malformed' }
  const envelope = fromBase64Url(received.slice(prefix.length))
  if (!envelope || envelope.length < nonceBytes + tagBytes) return { kind: 'malformed' }
  try {
    const plain = await crypto.subtle.decrypt(
      { name: 'AES-GCM', iv: envelope.subarray(0, nonceBytes), additionalData: additionalData(keys) },
      keys.signalKey,
      envelope.subarray(nonceBytes),
    )
    return { kind: 'opened', text: utf8Strict.decode(plain) }
  } catch {
    // Another key's, or cut: nothing to note, on a hub that is every other message.
    return { kind: 'not-for-us' }
  }
}
