import { describe, expect, test } from 'vitest'
import { done, refused, type Outcome } from '@/engine/base/outcome.ts'
import { useAttempt } from './attempt.ts'

describe('useAttempt', () => {
  test('says why the last thing failed, and does it once more', async () => {
    const { problem, attempt, tryAgain } = useAttempt()
    await tryAgain()
    const outcomes: Outcome<unknown>[] = [refused({ kind: 'host-lost' }), done]
    let asked = 0
    await attempt(() => Promise.resolve(outcomes[asked++] ?? done))
    expect(problem.value).toEqual({ kind: 'host-lost' })
    await tryAgain()
    expect([problem.value, asked]).toEqual([undefined, 2])
  })

  test('leaves the word to what was asked last, whichever answer comes first', async () => {
    const { problem, attempt } = useAttempt()
    const slow = Promise.withResolvers<Outcome>()
    const first = attempt(() => slow.promise)
    await attempt(() => Promise.resolve(done))
    slow.resolve(refused({ kind: 'host-lost' }))
    await first
    expect(problem.value).toBeUndefined()
  })
})
