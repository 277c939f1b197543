import { onTestFinished } from 'vitest'
import { SidetoneDatabase } from '../storage/database.ts'

let last = 0

/** A database of this test's own; unit tests have theirs in memory (unit-setup.ts). */
export function createMemoryDatabase(): SidetoneDatabase {
  last += 1
  const database = new SidetoneDatabase(`memory-${last}`)
  onTestFinished(() => database.delete())
  return database
}
