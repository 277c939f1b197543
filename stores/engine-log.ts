import { useHostStore } from './host.ts'

/**
 * Reads what the engine noted of its own doing, for a report, one line each. Where it cannot be read, that is a line.
 */
export function useEngineLog() {
  const host = useHostStore()
  return async (): Promise<readonly string[]> => {
    const outcome = await host.ask('read-log', {})
    return outcome.ok ? outcome.value : [outcome.problem.kind]
  }
}
