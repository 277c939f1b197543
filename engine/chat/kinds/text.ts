import * as v from 'valibot'
import { limits } from '../../base/limits.ts'
import { utf8Bytes } from '../../wire/channel.ts'
import { defineKind } from './kind.ts'

/** Something that a person wrote: `{text}`, 1 to 32,768 bytes of UTF-8. */
export const textKind = defineKind(
  'text',
  v.object({
    text: v.pipe(
      v.string(),
      v.minLength(1),
      v.check((text) => utf8Bytes(text) <= limits.maxMessageTextBytes),
    ),
  }),
  ({ text }) => ({ text }),
)
