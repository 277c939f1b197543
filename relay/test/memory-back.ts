import { expect } from 'vitest'
import type { InspectedRelay, Memory } from './inspected-relay.ts'

const maxGrowth = 1.1
/** How often memory may grow in a row before it counts as a leak, which grows every time. */
const maxRounds = 4
const lookEveryMs = 250
const maxLooks = 40

/**
 * Does something again and again until the relay's memory is back within 10 %. What is live has to be, each time, beside
 * what it was at first. What the process holds may reach a new high when the machine was too busy to keep up, and then no
 * further: a round that leaves it within 10 % has to come.
 */
export async function expectMemoryBack(relay: InspectedRelay, again: (round: number) => Promise<void>) {
  const first = await relay.memory()
  let before = first
  for (let round = 1; ; round++) {
    await again(round)
    const after = await settledMemory(relay, first, before)
    expect(after.liveBytes, 'live bytes').toBeLessThanOrEqual(first.liveBytes * maxGrowth)
    if (after.residentBytes <= before.residentBytes * maxGrowth) return
    expect(round, 'rounds in which the process grew').toBeLessThan(maxRounds)
    before = after
  }
}

/** Some moments later, when all that was closing has closed. */
async function settledMemory(relay: InspectedRelay, first: Memory, before: Memory): Promise<Memory> {
  for (let look = 1; ; look++) {
    const memory = await relay.memory()
    const isBack =
      memory.liveBytes <= first.liveBytes * maxGrowth &&
      memory.residentBytes <= before.residentBytes * maxGrowth
    if (isBack || look === maxLooks) return memory
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs))
  }
}
