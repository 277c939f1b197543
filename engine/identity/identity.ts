import { ProblemError } from '../base/problem.ts'
import type { IdentityRow, SidetoneDatabase } from '../storage/database.ts'
import { fromBase64Url, toBase64Url } from '../base/base64url.ts'

/** Who we are to peers: an Ed25519 key pair (RFC 8032) whose private half no script can read. */
export interface Identity {
  /** The name that follows from the key: see {@link peerIdOf}. */
  readonly peerId: string
  /** The raw public key in base64url, 43 characters. */
  readonly publicKey: string
  /** Signs a text for one purpose; the signature in base64url, 86 characters. */
  sign(purpose: SignaturePurpose, text: string): Promise<string>
}

/** What is signed says what for, so that no signature passes for another kind of statement. */
export type SignaturePurpose = 'signal' | 'link' | 'entry'

const utf8 = new TextEncoder()

const signedBytes = (purpose: SignaturePurpose, text: string) => utf8.encode(`sidetone ${purpose}\n${text}`)

/** Peer id = SHA-256 of the raw public key, in base64url (43 characters); undefined for what is no key. */
export async function peerIdOf(publicKey: string): Promise<string | undefined> {
  const raw = fromBase64Url(publicKey)
  if (raw?.length !== 32) return undefined
  return toBase64Url(new Uint8Array(await crypto.subtle.digest('SHA-256', raw)))
}

/** Whether the holder of that public key signed the text for that purpose. Never throws. */
export async function isSignedBy(
  publicKey: string,
  purpose: SignaturePurpose,
  text: string,
  signature: string,
): Promise<boolean> {
  const [raw, signatureBytes] = [fromBase64Url(publicKey), fromBase64Url(signature)]
  if (raw?.length !== 32 || signatureBytes?.length !== 64) return false
  try {
    const key = await importKey(publicKey, raw)
    return await crypto.subtle.verify('Ed25519', key, signatureBytes, signedBytes(purpose, text))
  } catch {
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

async function createRow(): Promise<IdentityRow> {
  let keys: CryptoKeyPair
  try {
    keys = await crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify'])
  } catch (error) {
    // Chrome before 137 and Firefox before 129 do not know the algorithm.
    throw new ProblemError({ kind: 'identity-unsupported' }, { cause: error })
  }
  return { key: 'own', keys, madeAtMs: Date.now() }
}

/**
 * Our identity; made at first run. The key lives in IndexedDB, non-extractable: it cannot be copied out, only lost.
 * Rejects with a {@link ProblemError} `identity-unsupported` where the browser knows no Ed25519.
 */
export async function ensureIdentity(database: SidetoneDatabase): Promise<Identity> {
  const known = await database.identity.get('own')
  return fromRow(known ?? (await addOnce(database, await createRow())))
}

/** Two pages may make one at once: the first that is written stays. */
async function addOnce(database: SidetoneDatabase, fresh: IdentityRow): Promise<IdentityRow> {
  return database.transaction('rw', database.identity, async () => {
    const known = await database.identity.get('own')
    if (known) return known
    await database.identity.add(fresh)
    return fresh
  })
}

async function fromRow({ keys }: IdentityRow): Promise<Identity> {
  const publicKey = toBase64Url(new Uint8Array(await crypto.subtle.exportKey('raw', keys.publicKey)))
  const peerId = await peerIdOf(publicKey)
  if (peerId === undefined) throw new ProblemError({ kind: 'identity-unsupported' })
  return {
    peerId,
    publicKey,
    async sign(purpose, text) {
      const signature = await crypto.subtle.sign('Ed25519', keys.privateKey, signedBytes(purpose, text))
      return toBase64Url(new Uint8Array(signature))
    },
  }
}
