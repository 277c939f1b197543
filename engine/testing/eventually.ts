import { vi } from 'vitest'

/** Waits until an assertion holds. The time-out is for the broken case, on however busy a machine. */
export function eventually(assertion: () => unknown): Promise<unknown> {
  return vi.waitFor(assertion, { timeout: 15_000, interval: 5 })
}
