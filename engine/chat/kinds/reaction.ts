import * as v from 'valibot'
import { limits } from '../../base/limits.ts'
import { defineKind } from './kind.ts'
import { referenceSchema, targetKey } from './reference.ts'

/** An emoji by which somebody answers an entry, or takes that back: `{target, emoji, isOn}`. */
export const reactionKind = defineKind(
  'reaction',
  v.object({
    target: referenceSchema,
    emoji: v.pipe(v.string(), v.minLength(1), v.maxLength(limits.maxEmojiCharacters)),
    isOn: v.boolean(),
  }),
  ({ emoji, isOn, target }) => ({
    mark: { kind: 'reaction', target: targetKey(...target), value: emoji, isOn },
  }),
)

/** Whether a text is nothing but emoji: of others, words could pass for what many people say. */
export const isEmoji = (text: string): boolean =>
  /^[\p{Emoji}\p{Emoji_Component}]+$/u.test(text) &&
  /\p{Extended_Pictographic}|\p{Regional_Indicator}|\u20e3/u.test(text)
