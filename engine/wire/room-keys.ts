import { toBase64Url } from '../base/base64url.ts'
import { canonicalRoomName } from './names.ts'

/** What a member derives from a room's secret (docs/protocol.md, "Room keys"). */
export interface RoomKeys {
  /** 43 characters of base64url: the room's name to the relay and to the database. It does not lead back. */
  readonly roomId: string
  /** AES-256-GCM, non-extractable. */
  readonly signalKey: CryptoKey
}

const utf8 = new TextEncoder()

/** A private room's secret: 32 bytes that nobody can guess. */
export function newRoomSecret(): Uint8Array<ArrayBuffer> {
  return crypto.getRandomValues(new Uint8Array(32))
}

/** A public room's secret: 32 bytes that anyone who knows the room's name can make. */
export async function publicRoomSecret(roomName: string): Promise<ArrayBuffer> {
  return crypto.subtle.digest('SHA-256', utf8.encode(`sidetone public room\n${canonicalRoomName(roomName)}`))
}

/**
 * The secret of a page's room, by the page's canonical address (page-address.ts): anyone on that page can make it.
 * A namespace of its own, so that nobody lures a page's visitors into a room by naming it like an address.
 */
export async function pageRoomSecret(address: string): Promise<ArrayBuffer> {
  return crypto.subtle.digest('SHA-256', utf8.encode(`sidetone page room\n${address}`))
}

/**
 * Derives a room's id and key from its 32-byte secret with HKDF-SHA-256 (RFC 5869).
 * The labels carry the wire version, so that another version is another room to the relay.
 */
export async function deriveRoomKeys(secret: BufferSource): Promise<RoomKeys> {
  const material = await crypto.subtle.importKey('raw', secret, 'HKDF', false, ['deriveBits', 'deriveKey'])
  const derivation = (label: string) => ({
    name: 'HKDF',
    hash: 'SHA-256',
    salt: utf8.encode('sidetone/1'),
    info: utf8.encode(label),
  })
  const [roomIdBits, signalKey] = await Promise.all([
    crypto.subtle.deriveBits(derivation('room id'), material, 256),
    crypto.subtle.deriveKey(derivation('signal key'), material, { name: 'AES-GCM', length: 256 }, false, [
      'encrypt',
      'decrypt',
    ]),
  ])
  return { roomId: toBase64Url(new Uint8Array(roomIdBits)), signalKey }
}
