import { toBase64Url } from '../base/base64url.ts'

/** How many emoji two people compare; each stands for 6 bits, 42 in all. */
export const emojiCount = 7

const utf8 = new TextEncoder()

async function sha256(...parts: string[]): Promise<Uint8Array> {
  // None of the parts has a line break: all but the first are base64url.
  return new Uint8Array(await crypto.subtle.digest('SHA-256', utf8.encode(parts.join('\n'))))
}

/** Binds whoever asks to a nonce that it shows only after it has the other's. */
export interface Commitment {
  readonly run: string
  /** The public key of whoever asks. */
  readonly askerKey: string
  readonly nonce: string
}

/** SHA-256 in base64url over the purpose, the run, the asker's key and its nonce. */
export async function commitTo({ run, askerKey, nonce }: Commitment): Promise<string> {
  return toBase64Url(await sha256('sidetone verify commitment', run, askerKey, nonce))
}

/** What both know when both nonces are out; the same on both sides if nobody is between them. */
export interface SasTranscript {
  readonly run: string
  readonly askerKey: string
  readonly answererKey: string
  readonly askerNonce: string
  readonly answererNonce: string
}

/** The places (0 to 63) of {@link emojiCount} emoji in the table: the first 42 bits of a hash of the transcript. */
export async function shortAuthenticationString(transcript: SasTranscript): Promise<number[]> {
  const { run, askerKey, answererKey, askerNonce, answererNonce } = transcript
  const hash = await sha256('sidetone verify emoji', run, askerKey, answererKey, askerNonce, answererNonce)
  const bits = Array.from(hash, (byte) => byte.toString(2).padStart(8, '0')).join('')
  return Array.from({ length: emojiCount }, (_, index) =>
    Number.parseInt(bits.slice(index * 6, index * 6 + 6), 2),
  )
}
