import * as v from 'valibot'
import { limits } from '../../base/limits.ts'
import type { Projection } from '../../storage/database.ts'
import { utf8Bytes } from '../../wire/channel.ts'
import { hashSchema } from '../../wire/entry.ts'
import { defineKind } from './kind.ts'
import { referenceSchema } from './reference.ts'

/**
 * A field that came after the kind did: others, who don't know it, have passed it on unread, so one that isn't what it
 * should be is left out, and the text is shown all the same.
 */
const later = <Schema extends v.GenericSchema>(schema: Schema) => v.fallback(v.optional(schema), undefined)

/** What a person wrote, and how it's to be read; the same in a text and in what replaces it. */
export const wordsEntries = {
  text: v.pipe(
    v.string(),
    v.minLength(1),
    v.check((text) => utf8Bytes(text) <= limits.maxMessageTextBytes),
  ),
  mentions: later(
    v.pipe(
      v.array(hashSchema),
      v.transform((ids) => [...new Set(ids)].slice(0, limits.maxMentions)),
    ),
  ),
  format: later(v.string()),
  expiresAfterS: later(v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(limits.maxLifetimeS))),
}

/** What the views get of it. */
export function projectWords(words: {
  readonly text: string
  readonly mentions?: string[] | undefined
  readonly format?: string | undefined
  readonly expiresAfterS?: number | undefined
}): Projection {
  const { expiresAfterS, format, mentions = [], text } = words
  return {
    text,
    ...(mentions.length > 0 && { mentions }),
    ...(format === 'plain' && { isPlain: true }),
    ...(expiresAfterS !== undefined && { expiresAfterS }),
  }
}

/** Something that a person wrote: `{text, replyTo, mentions, format, expiresAfterS}`, all but `text` optional. */
export const textKind = defineKind(
  'text',
  v.object({ ...wordsEntries, replyTo: later(referenceSchema) }),
  ({ replyTo, ...words }) => ({
    isShown: 1,
    ...projectWords(words),
    ...(replyTo && { replyTo: { authorId: replyTo[0], seq: replyTo[1], digest: replyTo[2] } }),
  }),
)
