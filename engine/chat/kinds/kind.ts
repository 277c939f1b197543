import * as v from 'valibot'
import type { Projection } from '../../storage/database.ts'

/** A kind of log entry: what its body must be, and what of it is shown. */
export interface EntryKind {
  /** As it stands in the signed text: lower case, `a-z`, digits and `-`. */
  readonly kind: string
  /**
   * What of a body is kept for the views; undefined where the body isn't one of this kind. What refers to an entry of
   * its author needs to know who that is.
   */
  read(body: unknown, authorId: string): Projection | undefined
}

/** Makes a kind of a schema, and of what the views get of a body that it allows. */
export function defineKind<Schema extends v.GenericSchema>(
  kind: string,
  schema: Schema,
  project: (body: v.InferOutput<Schema>, authorId: string) => Projection,
): EntryKind {
  return {
    kind,
    read(body, authorId) {
      const parsed = v.safeParse(schema, body)
      return parsed.success ? project(parsed.output, authorId) : undefined
    },
  }
}
