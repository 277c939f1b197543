import * as v from 'valibot'
import { defineKind } from './kind.ts'
import { referenceSchema, targetKey } from './reference.ts'

/** Somebody wants an entry to be found easily, or no longer: `{target, isOn}`. Each person pins for itself. */
export const pinKind = defineKind(
  'pin',
  v.object({ target: referenceSchema, isOn: v.boolean() }),
  ({ isOn, target }) => ({ mark: { kind: 'pin', target: targetKey(...target), value: '', isOn } }),
)
