import * as v from 'valibot'
import { toBase64Url } from '../base/base64url.ts'
import { parseJson } from '../base/json.ts'
import { limits } from '../base/limits.ts'
import { cleanPeerName } from './names.ts'
import { signatureSchema } from './signature-schema.ts'

/**
 * Entries of a room's log, as they are written: `{key, text, signature}`, with `text` the exact JSON that its author
 * signed. So an entry of a kind, or with fields, that this client doesn't know is kept and passed on unchanged.
 */

/** The number of an entry: rises with each entry of an author in a room, from 1. */
export const seqSchema = v.pipe(v.number(), v.safeInteger(), v.minValue(1))
/** 32 bytes in base64url: a public key, or a SHA-256 hash. */
export const hashSchema = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{43}$/))

const utf8 = new TextEncoder()
/** The most that JSON makes of one UTF-16 code unit, in bytes. */
const maxBytesPerCodeUnit = 6

function fitsChannel(text: string): boolean {
  if (text.length * maxBytesPerCodeUnit <= limits.maxEntryBytes) return true
  if (text.length > limits.maxEntryBytes) return false
  return utf8.encode(JSON.stringify(text)).length <= limits.maxEntryBytes
}

export const entrySchema = v.object({
  /** The author's raw public key; the author's id is its hash. */
  key: hashSchema,
  // Lone surrogates would be signed and hashed as one and the same character, so that two texts had one digest.
  text: v.pipe(
    v.string(),
    v.check(fitsChannel),
    v.check((text) => text.isWellFormed()),
  ),
  signature: signatureSchema,
})
export type Entry = v.InferOutput<typeof entrySchema>

/** An entry of the same author that this one comes after, by number and digest. */
const prevSchema = v.nullable(v.tuple([seqSchema, hashSchema]))
export type Prev = readonly [seq: number, digest: string] | null

/** What every entry says, whatever its kind. Fields that aren't here are in the signed text all the same. */
const contentSchema = v.pipe(
  v.object({
    room: v.string(),
    author: hashSchema,
    seq: seqSchema,
    /** The author's clock, milliseconds since 1970. */
    atMs: v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(8.64e15)),
    name: v.pipe(
      v.string(),
      v.check((name) => cleanPeerName(name) === name),
    ),
    kind: v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]{0,31}$/)),
    body: v.unknown(),
    /** The author's entry before, of those it knows; null for its first. */
    prev: prevSchema,
    /** The newest entries of other authors that this one's author had seen: `[author, seq]`. */
    follows: v.pipe(v.array(v.tuple([hashSchema, seqSchema])), v.maxLength(limits.maxFollows)),
    /** When `prev` disappears, by the author's clock; those who never get that one then miss nothing. */
    prevDueMs: v.fallback(v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(0))), undefined),
  }),
  v.check(({ prev, seq }) => prev === null || prev[0] < seq),
)
export type EntryContent = v.InferOutput<typeof contentSchema>

/** What an entry's text says; undefined where it isn't one. */
export const parseContent = (text: string): EntryContent | undefined => parseJson(contentSchema, text)

/** The text that is signed, with its fields in the order that the protocol names them. */
export function contentText(content: EntryContent): string {
  const { room, author, seq, atMs, name, kind, body, prev, follows, prevDueMs } = content
  return JSON.stringify({ room, author, seq, atMs, name, kind, body, prev, follows, prevDueMs })
}

/** What stands for an entry in `prev` and in version vectors: SHA-256 of the UTF-8 of its text, in base64url. */
export async function digestOf(text: string): Promise<string> {
  return toBase64Url(new Uint8Array(await crypto.subtle.digest('SHA-256', utf8.encode(text))))
}
