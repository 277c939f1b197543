import { shallowRef } from 'vue'
import { problemIn, type Outcome } from '@/engine/base/outcome.ts'
import type { Problem } from '@/engine/base/problem.ts'

type Ask = () => Promise<Outcome<unknown>>

/** What is asked of the host here, one thing after the other: why the last one could not be done, and that once more. */
export function useAttempt() {
  const problem = shallowRef<Problem>()
  let last: Ask | undefined

  async function attempt(ask: Ask): Promise<void> {
    last = ask
    const outcome = await ask()
    // What was asked meanwhile has the word.
    if (last === ask) problem.value = problemIn(outcome)
  }

  return {
    problem,
    attempt,
    async tryAgain() {
      if (last) await attempt(last)
    },
  }
}
