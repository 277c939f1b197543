import * as v from 'valibot'

/** What the database keeps of a body beside the signed text, for the views. */
export interface Projection {
  readonly text?: string
}

/** A kind of log entry: what its body must be, and what of it is shown. */
export interface EntryKind {
  /** As it stands in the signed text: lower case, `a-z`, digits and `-`. */
  readonly kind: string
  /** What of a body is shown; undefined where the body isn't one of this kind. */
  read(body: unknown): Projection | undefined
}

/** Makes a kind of a schema, and of what the views get of a body that it allows. */
export function defineKind<Schema extends v.GenericSchema>(
  kind: string,
  schema: Schema,
  project: (body: v.InferOutput<Schema>) => Projection,
): EntryKind {
  return {
    kind,
    read(body) {
      const parsed = v.safeParse(schema, body)
      return parsed.success ? project(parsed.output) : undefined
    },
  }
}
