import { describe, expect, test } from 'vitest'
import { createFakeClock } from '../testing/fake-clock.ts'
import { limits } from '../base/limits.ts'
import { createRecovery } from './recovery.ts'

function start() {
  const clock = createFakeClock()
  const steps: string[] = []
  let isRelayOpen = true
  const recovery = createRecovery({
    clock,
    isRelayOpen: () => isRelayOpen,
    onRestart: () => steps.push('restart'),
    onRebuild: () => steps.push('rebuild'),
    onUnreachable: () => steps.push('unreachable'),
    onGone: () => steps.push('gone'),
  })
  return { clock, steps, recovery, setRelay: (open: boolean) => (isRelayOpen = open) }
}

test('a dead peer: a new path, a new link, asked once more, gone, within ten seconds of its last word', async () => {
  const { clock, steps, recovery } = start()
  const startMs = clock.nowMs()
  recovery.suspect()
  while (!steps.includes('gone')) await clock.advance(100)
  expect(steps).toEqual(['restart', 'rebuild', 'rebuild', 'gone'])
  const silenceMs = limits.heartbeatTimeoutMs + limits.heartbeatIntervalMs
  expect(clock.nowMs() - startMs + silenceMs).toBeLessThan(10_000)
  expect(clock.pending()).toBe(0)
})

test('and also where the relay was doubted, and its socket replaced, meanwhile', async () => {
  const { clock, steps, recovery } = start()
  const startMs = clock.nowMs()
  recovery.suspect()
  await clock.advance(limits.relaySilenceMs + 100)
  recovery.relayOpened()
  while (!steps.includes('gone')) await clock.advance(100)
  expect(steps).toEqual(['restart', 'restart', 'rebuild', 'rebuild', 'gone'])
  const silenceMs = limits.heartbeatTimeoutMs + limits.heartbeatIntervalMs
  expect(clock.nowMs() - startMs + silenceMs).toBeLessThan(10_000)
})

test('a path that comes back ends it', async () => {
  const { clock, steps, recovery } = start()
  recovery.suspect()
  expect(recovery.isFine()).toBe(false)
  recovery.recovered()
  await clock.advance(60_000)
  expect(steps).toEqual(['restart'])
  expect(recovery.isFine()).toBe(true)
})

test('trouble that is noticed twice is one', () => {
  const { steps, recovery } = start()
  recovery.suspect()
  recovery.suspect()
  expect(steps).toEqual(['restart'])
})

test('a peer that answers gets longer for its new path', async () => {
  const { clock, steps, recovery } = start()
  recovery.suspect()
  recovery.heardThroughRelay()
  await clock.advance(limits.restartTimeoutMs + limits.answeredRestartTimeoutMs - 1)
  expect(steps).toEqual(['restart'])
  await clock.advance(1)
  expect(steps).toEqual(['restart', 'rebuild'])
})

describe('without a relay', () => {
  test('nobody is gone; when it is back the step is taken again', async () => {
    const { clock, steps, recovery, setRelay } = start()
    setRelay(false)
    recovery.suspect()
    await clock.advance(10 * 60_000)
    expect(steps).toEqual(['restart', 'rebuild'])
    setRelay(true)
    recovery.relayOpened()
    expect(steps).toEqual(['restart', 'rebuild', 'rebuild'])
    await clock.advance(limits.rebuildAnswerTimeoutMs * limits.maxUnansweredRebuilds)
    expect(steps.at(-1)).toBe('gone')
  })

  test('a path that comes back by itself is taken', async () => {
    const { clock, steps, recovery, setRelay } = start()
    setRelay(false)
    recovery.suspect()
    await clock.advance(20_000)
    recovery.recovered()
    await clock.advance(60_000)
    expect([steps, recovery.isFine()]).toEqual([['restart', 'rebuild'], true])
  })

  test('that comes back at once, the wish for a new path is said again', () => {
    const { steps, recovery } = start()
    recovery.suspect()
    recovery.relayOpened()
    expect(steps).toEqual(['restart', 'restart'])
  })

  test('who is fine is left alone', () => {
    const { steps, recovery } = start()
    recovery.relayOpened()
    expect(steps).toEqual([])
  })
})

describe('a peer that answers and that no link reaches', () => {
  /** Links are begun at its wish and fail, as often as may be. */
  async function failAll({ clock, recovery }: ReturnType<typeof start>) {
    recovery.linking({ isOffered: false })
    for (let failure = 1; failure <= limits.maxLinkFailures; failure++) {
      recovery.lost()
      if (failure === limits.maxLinkFailures) return
      await clock.advance(limits.rebuildBackoffMs * failure)
      recovery.heardThroughRelay()
      recovery.linking({ isOffered: false })
    }
  }

  test('is unreachable, tried again quietly, and reached when that works', async () => {
    const world = start()
    const { clock, steps, recovery } = world
    await failAll(world)
    expect(steps.at(-1)).toBe('unreachable')
    const before = steps.length
    await clock.advance(limits.unreachableRetryMs)
    expect(steps.slice(before)).toEqual(['rebuild'])
    recovery.heardThroughRelay()
    recovery.linking({ isOffered: false })
    recovery.recovered()
    await clock.advance(60_000)
    expect(steps.slice(before)).toEqual(['rebuild'])
  })

  test('is tried at once when a person wants that', async () => {
    const world = start()
    await failAll(world)
    const before = world.steps.length
    world.recovery.tryNow()
    expect(world.steps.slice(before)).toEqual(['rebuild'])
  })

  test('is gone when it answers no more', async () => {
    const world = start()
    await failAll(world)
    await world.clock.advance(
      limits.unreachableRetryMs + limits.rebuildAnswerTimeoutMs * limits.maxUnansweredRebuilds,
    )
    expect(world.steps.at(-1)).toBe('gone')
    expect(world.clock.pending()).toBe(0)
  })
})

describe('a peer that was offered a link', () => {
  const askedMs = limits.rebuildAnswerTimeoutMs * limits.maxUnansweredRebuilds

  test('and says nothing at all is asked, and gone within ten seconds', async () => {
    const { clock, steps, recovery } = start()
    recovery.linking({ isOffered: true })
    await clock.advance(limits.offerAnswerTimeoutMs - 1)
    expect(steps).toEqual([])
    await clock.advance(1 + askedMs)
    expect(steps).toEqual(['rebuild', 'rebuild', 'gone'])
    expect(limits.offerAnswerTimeoutMs + askedMs).toBeLessThan(10_000)
    expect(clock.pending()).toBe(0)
  })

  test('and answers has the time that a link may take', async () => {
    const { clock, steps, recovery } = start()
    recovery.linking({ isOffered: true })
    recovery.heardThroughRelay()
    await clock.advance(limits.linkOpenTimeoutMs)
    expect(steps).toEqual([])
  })

  test('and cannot be heard, since the relay is away, is not asked', async () => {
    const { clock, steps, recovery, setRelay } = start()
    recovery.linking({ isOffered: true })
    setRelay(false)
    await clock.advance(limits.linkOpenTimeoutMs)
    expect(steps).toEqual([])
  })

  test('and is linked with is left alone', async () => {
    const { clock, steps, recovery } = start()
    recovery.linking({ isOffered: true })
    recovery.recovered()
    await clock.advance(60_000)
    expect([steps, clock.pending()]).toEqual([[], 0])
  })
})

test('recovery: a peer that is never gone is unreachable where it says nothing, and tried again now and then', async () => {
  const clock = createFakeClock()
  const steps: string[] = []
  const recovery = createRecovery({
    clock,
    isRelayOpen: () => true,
    onRestart: () => steps.push('restart'),
    onRebuild: () => steps.push('rebuild'),
    onUnreachable: () => steps.push('unreachable'),
  })
  recovery.lost()
  await clock.advance(limits.rebuildAnswerTimeoutMs * limits.maxUnansweredRebuilds)
  expect(steps).toEqual(['rebuild', 'rebuild', 'unreachable'])
  await clock.advance(limits.unreachableRetryMs)
  expect(steps).toEqual(['rebuild', 'rebuild', 'unreachable', 'rebuild'])
  recovery.heardThroughRelay()
  recovery.recovered()
  await clock.advance(10 * limits.unreachableRetryMs)
  expect(steps).toHaveLength(4)
})

test('recovery: a link that is begun as it is asked for has its own time, however the peer answers', async () => {
  const clock = createFakeClock()
  const steps: string[] = []
  const recovery = createRecovery({
    clock,
    isRelayOpen: () => true,
    onRestart: () => steps.push('restart'),
    onRebuild() {
      steps.push('rebuild')
      recovery.linking({ isOffered: false })
    },
    onUnreachable: () => steps.push('unreachable'),
    onGone: () => steps.push('gone'),
  })
  recovery.lost()
  recovery.heardThroughRelay()
  await clock.advance(limits.linkOpenTimeoutMs - 1)
  expect(steps).toEqual(['rebuild'])
})
