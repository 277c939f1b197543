import * as v from 'valibot'
import { limits } from '../../base/limits.ts'
import { defineKind } from './kind.ts'
import { referenceSchema, targetKey } from './reference.ts'

/** Of too many, the first; what isn't a reference names nothing. */
const takenBackSchema = v.pipe(
  v.array(v.unknown()),
  v.transform((items) =>
    items.flatMap((item) => {
      const parsed = v.safeParse(referenceSchema, item)
      return parsed.success ? [targetKey(...parsed.output)] : []
    }),
  ),
  v.transform((keys) => [...new Set(keys)].slice(0, limits.maxPinsTakenBack)),
)

/**
 * Somebody wants an entry to be found easily, or no longer: `{target, isOn, takesBack?}`. An unpin names the other
 * people's pins that it takes back too, by their entries: what somebody pins meanwhile or later stays.
 */
export const pinKind = defineKind(
  'pin',
  v.object({ target: referenceSchema, isOn: v.boolean(), takesBack: v.optional(v.unknown()) }),
  ({ isOn, takesBack, target }) => {
    const named = isOn ? undefined : v.safeParse(takenBackSchema, takesBack)
    return {
      mark: { kind: 'pin', target: targetKey(...target), value: '', isOn },
      ...(named?.success && named.output.length > 0 && { takesBack: named.output }),
    }
  },
)
