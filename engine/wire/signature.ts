import * as v from 'valibot'
import { fromBase64Url, toBase64Url } from '../base/base64url.ts'

/** What is signed says what for, so that no signature passes for another kind of statement. */
export type SignaturePurpose = 'signal' | 'link' | 'entry'

/** The holder of a key, as far as signing needs it. */
export interface Signer {
  /** The raw public key in base64url, 43 characters. */
  readonly publicKey: string
  /** Signs a text for one purpose; the signature in base64url, 86 characters. */
  sign(purpose: SignaturePurpose, text: string): Promise<string>
}

const utf8 = new TextEncoder()

/** The bytes that a signature covers (docs/protocol.md, "Signatures"). */
export function signedBytes(purpose: SignaturePurpose, text: string): Uint8Array<ArrayBuffer> {
  return utf8.encode(`sidetone ${purpose}\n${text}`)
}

const keyBytes = 32
const signatureBytes = 64

const littleEndian = (bytes: Uint8Array) =>
  bytes.reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n)

const fieldPrime = (1n << 255n) - 19n
/** The order of Ed25519's group, L in RFC 8032. */
const groupOrder = (1n << 252n) + 27742317777372353535851937790883648493n

/** The y coordinates of the eight points of small order: of order 4 (twice), 1, 8 (twice each) and 2. */
const smallOrderY: ReadonlySet<bigint> = new Set([
  0n,
  1n,
  2707385501144840649318225287225658788936804267575313519463743609750303402022n,
  55188659117513257062467267217118295137698188065244968500265048394206261417927n,
  fieldPrime - 1n,
])

/**
 * The bytes of a raw Ed25519 public key in base64url; undefined for what is none that anyone may have. Refused are the
 * points of small order, for which one signature holds for every text, and encodings of y that are not reduced, since
 * browsers disagree about them. With the first go the points whose x is 0, and so the encodings of a negative zero.
 */
function parsePublicKey(publicKey: string): Uint8Array<ArrayBuffer> | undefined {
  const raw = exactBytes(publicKey, keyBytes)
  if (!raw) return undefined
  const y = littleEndian(raw) & ((1n << 255n) - 1n)
  return y < fieldPrime && !smallOrderY.has(y) ? raw : undefined
}

/** The bytes of a signature in base64url whose S is below L (RFC 8032, 5.1.7): a greater one would be a second form. */
function parseSignature(signature: string): Uint8Array<ArrayBuffer> | undefined {
  const raw = exactBytes(signature, signatureBytes)
  return raw && littleEndian(raw.subarray(signatureBytes / 2)) < groupOrder ? raw : undefined
}

/** One text for the same bytes: the last character's spare bits are 0. */
function exactBytes(text: string, length: number): Uint8Array<ArrayBuffer> | undefined {
  const raw = fromBase64Url(text)
  return raw?.length === length && toBase64Url(raw) === text ? raw : undefined
}

/** A raw Ed25519 public key in base64url, 43 characters, that somebody may have. */
export const publicKeySchema = v.pipe(
  v.string(),
  v.maxLength(43),
  v.check((text) => parsePublicKey(text) !== undefined),
)

/** Peer id = SHA-256 of the raw public key, in base64url (43 characters); undefined for what is no acceptable key. */
export async function peerIdOf(publicKey: string): Promise<string | undefined> {
  const raw = parsePublicKey(publicKey)
  return raw && toBase64Url(new Uint8Array(await crypto.subtle.digest('SHA-256', raw)))
}

/** Whether the holder of that public key signed the text for that purpose. Never throws. */
export async function isSignedBy(
  publicKey: string,
  purpose: SignaturePurpose,
  text: string,
  signature: string,
): Promise<boolean> {
  const [rawKey, rawSignature] = [parsePublicKey(publicKey), parseSignature(signature)]
  if (!rawKey || !rawSignature) return false
  try {
    const key = await importKey(publicKey, rawKey)
    return await crypto.subtle.verify('Ed25519', key, rawSignature, signedBytes(purpose, text))
  } catch {
    // Some browsers refuse to import what is no point of the curve; others find that nothing verifies.
    return false
  }
}

/** Imported keys of those who spoke lately: an import costs as much as a verification. */
const imported = new Map<string, Promise<CryptoKey>>()
const maxImportedKeys = 256

function importKey(publicKey: string, raw: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  const known = imported.get(publicKey)
  if (known) return known
  const key = crypto.subtle.importKey('raw', raw, 'Ed25519', true, ['verify'])
  imported.set(publicKey, key)
  for (const oldest of imported.keys()) {
    if (imported.size <= maxImportedKeys) break
    imported.delete(oldest)
  }
  return key
}
