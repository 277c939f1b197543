import type { Problem } from '../base/problem.ts'
import { utf8Bytes } from '../wire/channel.ts'
import { limits } from '../base/limits.ts'

/** What keeps a text from being sent as one message, or nothing. */
export function checkMessageText(text: string): Problem | undefined {
  if (text.trim() === '') return { kind: 'message-empty' }
  const actualBytes = utf8Bytes(text)
  const maxBytes = limits.maxMessageTextBytes
  return actualBytes > maxBytes ? { kind: 'message-too-long', actualBytes, maxBytes } : undefined
}
