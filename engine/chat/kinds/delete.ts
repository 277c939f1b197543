import * as v from 'valibot'
import { limits } from '../../base/limits.ts'
import { defineKind } from './kind.ts'
import { ownReferenceSchema, targetKey } from './reference.ts'

/** Takes a text of the same author back, and its edits with it: `{target, edits}`. */
export const deleteKind = defineKind(
  'delete',
  v.object({
    target: ownReferenceSchema,
    edits: v.optional(v.pipe(v.array(ownReferenceSchema), v.maxLength(limits.maxDroppedEdits)), []),
  }),
  ({ edits, target }, authorId) => {
    const keys = [target, ...edits].map(([seq, digest]) => targetKey(authorId, seq, digest))
    return { target: targetKey(authorId, ...target), dropped: [...new Set(keys)] }
  },
)
