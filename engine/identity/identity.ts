import { ProblemError } from '../base/problem.ts'
import type { IdentityRow, SidetoneDatabase } from '../storage/database.ts'
import { toBase64Url } from '../base/base64url.ts'
import { peerIdOf, signedBytes, type SignaturePurpose } from '../wire/signature.ts'

/** Who we are to peers: an Ed25519 key pair (RFC 8032) whose private half no script can read. */
export interface Identity {
  /** The name that follows from the key: see {@link peerIdOf}. */
  readonly peerId: string
  /** The raw public key in base64url, 43 characters. */
  readonly publicKey: string
  /** Signs a text for one purpose; the signature in base64url, 86 characters. */
  sign(purpose: SignaturePurpose, text: string): Promise<string>
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

/** Two pages may make one at once: the first that is written stays, and is on the disk before anybody hears of it. */
async function addOnce({ strict }: SidetoneDatabase, fresh: IdentityRow): Promise<IdentityRow> {
  return strict.transaction('rw', strict.identity, async () => {
    const known = await strict.identity.get('own')
    if (known) return known
    await strict.identity.add(fresh)
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
