import * as v from 'valibot'
import { limits } from '../../base/limits.ts'
import { defineKind } from './kind.ts'
import { referenceSchema, targetKey } from './reference.ts'

/** How long messages of a room may be kept from now on, in whole seconds; 0 for as long as anyone wants. */
export const disappearAfterSchema = v.union([
  v.literal(0),
  v.pipe(v.number(), v.safeInteger(), v.minValue(limits.minDisappearAfterS), v.maxValue(limits.maxLifetimeS)),
])

/** Somebody sets for how long messages are kept from now on: `{afterS, replaces}`. Anyone in the room may. */
export const disappearingKind = defineKind(
  'disappearing',
  v.object({
    afterS: disappearAfterSchema,
    replaces: v.optional(v.pipe(v.array(referenceSchema), v.maxLength(limits.maxReplacedSettings)), []),
  }),
  ({ afterS, replaces }) => ({
    isShown: 1,
    setting: 'disappearing',
    disappearAfterS: afterS,
    ...(replaces.length > 0 && { replaces: [...new Set(replaces.map((one) => targetKey(...one)))] }),
  }),
)
