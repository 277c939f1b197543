import type { Problem } from '../base/problem.ts'
import { utf8Bytes } from '../wire/channel.ts'
import { limits } from '../base/limits.ts'

/** Anything to be seen: not only spaces, marks, fillers, controls and turns of direction. */
const visible = /[^\p{M}\p{Cc}\p{Cf}\p{Cs}\p{DI}\s\u2800]/u

/** What keeps a text from being sent as one message, or nothing. */
export function checkMessageText(text: string): Problem | undefined {
  if (!visible.test(text)) return { kind: 'message-empty' }
  const actualBytes = utf8Bytes(text)
  const maxBytes = limits.maxMessageTextBytes
  return actualBytes > maxBytes ? { kind: 'message-too-long', actualBytes, maxBytes } : undefined
}
