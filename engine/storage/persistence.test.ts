import { expect, test } from 'vitest'
import { createLog } from '../base/log.ts'
import { askForPersistence } from './persistence.ts'

test.each([
  { persisted: true, persist: false, isPersistent: true, asked: 0, event: 'persistence' },
  { persisted: false, persist: true, isPersistent: true, asked: 1, event: 'persistence' },
  { persisted: false, persist: false, isPersistent: false, asked: 1, event: 'persistence' },
  { persisted: false, persist: new Error('no'), isPersistent: false, asked: 1, event: 'persist-failed' },
])('persistence, %o', async ({ persisted, persist, isPersistent, asked, event }) => {
  let count = 0
  const log = createLog({ nowMs: () => 0 })
  const storage = {
    persisted: () => Promise.resolve(persisted),
    persist() {
      count += 1
      return persist instanceof Error ? Promise.reject(persist) : Promise.resolve(persist)
    },
  }
  expect(await askForPersistence(storage, log.logger('storage'))).toBe(isPersistent)
  expect([count, log.lines().map((line) => line.event)]).toEqual([asked, [event]])
})
