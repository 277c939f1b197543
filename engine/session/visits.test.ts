import { expect, test } from 'vitest'
import { createFakeClock } from '../testing/fake-clock.ts'
import { limits } from '../base/limits.ts'
import { createVisits } from './visits.ts'

const visit = { peerId: 'peer', visitId: 'visit' }

test('a visit that ended with a goodbye is over for good, and no other', async () => {
  const clock = createFakeClock()
  const visits = createVisits(clock)
  visits.end(visit)
  await clock.advance(limits.maxUnauthenticatedRetryMs * 10)
  expect([visits.isOver(visit), visits.isOver({ ...visit, visitId: 'next' })]).toEqual([true, false])
})

test('a visit whose proof failed is heeded again after a wait, which doubles up to the longest', async () => {
  const clock = createFakeClock()
  const visits = createVisits(clock)
  const waits: number[] = []
  for (let failure = 0; failure < 7; failure++) {
    visits.fail(visit)
    const failedAtMs = clock.nowMs()
    while (visits.isOver(visit)) await clock.advance(1_000)
    waits.push(clock.nowMs() - failedAtMs)
  }
  expect(waits).toEqual([30_000, 60_000, 120_000, 240_000, 480_000, 600_000, 600_000])
})
