import type { Problem } from './problem.ts'

/** What a command came to: a value, or the problem that a person should read. */
export type Outcome<Value = undefined> = { ok: true; value: Value } | { ok: false; problem: Problem }

/** The outcome of a command that gives nothing back. */
export const done: Outcome = { ok: true, value: undefined }

/** The problem of an outcome, if it is one. */
export const problemIn = (outcome: Outcome<unknown>): Problem | undefined =>
  outcome.ok ? undefined : outcome.problem

export const refused = (problem: Problem): { ok: false; problem: Problem } => ({ ok: false, problem })
