import type { Problem } from '@/engine/base/problem.ts'
import { problemSentence } from './sentences.ts'

export type JoinField = 'name' | 'relay' | 'room' | 'invite'

/** The field that a problem is about, where it is about one. */
export function fieldOf(kind: Problem['kind']): JoinField | undefined {
  if (kind.startsWith('name-')) return 'name'
  if (kind.startsWith('relay-url-')) return 'relay'
  if (kind.startsWith('room-name-')) return 'room'
  if (kind.startsWith('invite-')) return 'invite'
  return undefined
}

/** The sentence for each field of a form that joins, and what is about none of them. */
export function errorsByField(
  problem: Problem | undefined,
): Partial<Record<JoinField, string>> & { other?: Problem } {
  if (!problem) return {}
  const field = fieldOf(problem.kind)
  return field ? { [field]: problemSentence(problem) } : { other: problem }
}
