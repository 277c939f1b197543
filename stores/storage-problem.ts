import { computed, shallowReactive } from 'vue'
import type { Problem } from '@/engine/base/problem.ts'

/** What fails now in this panel, each with its last error. */
const failing = shallowReactive(new Map<symbol, unknown>())

/** What keeps this panel from reading or keeping what is on disk; undefined while it works. */
export const storageProblem = computed((): Problem | undefined => {
  const [error] = failing.values()
  if (failing.size === 0) return undefined
  return { kind: 'panel-storage-failed', detail: error instanceof Error ? error.name : String(error) }
})

/** One query, or one thing that is kept, as it goes. What it fails for counts until it works or ends. */
export function noteQuery() {
  const key = Symbol('query')
  return {
    worked: () => void failing.delete(key),
    failed: (error: unknown) => {
      if (!failing.has(key)) console.error('The database failed', error)
      failing.set(key, error)
    },
    end: () => void failing.delete(key),
  }
}
