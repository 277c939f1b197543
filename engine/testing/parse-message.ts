import * as v from 'valibot'
import type { FeatureProtocol } from '../session/feature.ts'

const typed = v.looseObject({ type: v.string() })

/** Parses a message by a feature's schemas: of a type that it doesn't own it's unknown. */
export function parseMessage<Message extends { readonly type: string }>(
  protocol: FeatureProtocol<Message>,
  text: string,
): Message | 'malformed' | 'unknown' {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    // No JSON.
    return 'malformed'
  }
  const message = v.safeParse(typed, value)
  if (!message.success) return 'malformed'
  const rule = Object.entries<{ schema: v.GenericSchema<unknown, Message> }>(protocol.messages).find(
    ([type]) => type === message.output.type,
  )
  if (!rule) return 'unknown'
  const parsed = v.safeParse(rule[1].schema, value)
  return parsed.success ? parsed.output : 'malformed'
}
