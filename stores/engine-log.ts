import { useHostStore } from './host.ts'

/**
 * Reads what the engine noted of its own doing, for a report, one line each. Where it cannot be read, that is a line.
 */
export async function readEngineLog(): Promise<readonly string[]> {
  const outcome = await useHostStore().ask('read-log', {})
  return outcome.ok ? outcome.value : [outcome.problem.kind]
}
