import * as v from 'valibot'
import { defineKind } from './kind.ts'
import { ownReferenceSchema, targetKey } from './reference.ts'
import { projectWords, wordsEntries } from './text.ts'

/** Other words for a text of the same author: `{target, text, mentions, format, expiresAfterS}`. */
export const editKind = defineKind(
  'edit',
  v.object({ target: ownReferenceSchema, ...wordsEntries }),
  ({ target: [seq, digest], ...words }, authorId) => ({
    ...projectWords(words),
    target: targetKey(authorId, seq, digest),
  }),
)
