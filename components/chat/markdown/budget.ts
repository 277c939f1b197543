import { markdownLimits } from './markdown-limits.ts'

/** How many parts a text may still be cut into. */
export interface Budget {
  /** Takes some of it; false once there is none, and what has been parsed is of no use. */
  take(parts: number): boolean
  isSpent(): boolean
}

/** The budget of one text, by what is in it and not by a clock, so that it looks the same to everybody. */
export function createBudget(): Budget {
  let left: number = markdownLimits.maxParts
  return {
    take(parts) {
      left -= parts
      return left >= 0
    },
    isSpent: () => left < 0,
  }
}
