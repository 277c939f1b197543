import * as v from 'valibot'

/** Parses a text as JSON and then by a schema; `undefined` where either fails. Never throws. */
export function parseJson<Schema extends v.GenericSchema>(
  schema: Schema,
  text: string,
): v.InferOutput<Schema> | undefined {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    // No JSON: what that means is for the caller.
    return undefined
  }
  const result = v.safeParse(schema, value)
  return result.success ? result.output : undefined
}
