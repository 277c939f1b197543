import * as v from 'valibot'
import type { TargetKey } from '../../storage/database.ts'
import { hashSchema, seqSchema } from '../../wire/entry.ts'

/** An entry of the same room: `[author, seq, digest]`. */
export const referenceSchema = v.tuple([hashSchema, seqSchema, hashSchema])
export type Reference = readonly [authorId: string, seq: number, digest: string]

/** An earlier entry of the author itself: `[seq, digest]`. So nobody can name what isn't its own. */
export const ownReferenceSchema = v.tuple([seqSchema, hashSchema])
export type OwnReference = readonly [seq: number, digest: string]

/** The entry that is meant, as the database finds it: only one that is the same in all three. */
export const targetKey = (authorId: string, seq: number, digest: string): TargetKey =>
  `${authorId} ${seq} ${digest}`

/** The same of an entry that is here. */
export const keyOf = (entry: { readonly authorId: string; readonly seq: number; readonly digest: string }) =>
  targetKey(entry.authorId, entry.seq, entry.digest)

/** Where the entry is that a key names. */
export function parseTarget(key: TargetKey): { authorId: string; seq: number; digest: string } {
  const [authorId = '', seq = '', digest = ''] = key.split(' ')
  return { authorId, seq: Number(seq), digest }
}
