import { describe, expect, test } from 'vitest'
import { createFakeClock } from '../testing/fake-clock.ts'
import { limits } from '../wire/limits.ts'
import { createHealing } from './healing.ts'

function start() {
  const clock = createFakeClock()
  const steps: string[] = []
  let isRelayOpen = true
  const healing = createHealing({
    clock,
    isRelayOpen: () => isRelayOpen,
    onRestart: () => steps.push('restart'),
    onRebuild: () => steps.push('rebuild'),
    onUnreachable: () => steps.push('unreachable'),
    onGone: () => steps.push('gone'),
  })
  return { clock, steps, healing, setRelay: (open: boolean) => (isRelayOpen = open) }
}

test('a dead peer: a new path, a new link, asked once more, gone, within ten seconds of its last word', async () => {
  const { clock, steps, healing } = start()
  const startMs = clock.nowMs()
  healing.suspect()
  while (!steps.includes('gone')) await clock.advance(100)
  expect(steps).toEqual(['restart', 'rebuild', 'rebuild', 'gone'])
  const silenceMs = limits.heartbeatTimeoutMs + limits.heartbeatIntervalMs
  expect(clock.nowMs() - startMs + silenceMs).toBeLessThan(10_000)
  expect(clock.pending()).toBe(0)
})

test('and also where the relay was doubted, and its socket replaced, meanwhile', async () => {
  const { clock, steps, healing } = start()
  const startMs = clock.nowMs()
  healing.suspect()
  await clock.advance(limits.relaySilenceMs + 100)
  healing.relayOpened()
  while (!steps.includes('gone')) await clock.advance(100)
  expect(steps).toEqual(['restart', 'restart', 'rebuild', 'rebuild', 'gone'])
  const silenceMs = limits.heartbeatTimeoutMs + limits.heartbeatIntervalMs
  expect(clock.nowMs() - startMs + silenceMs).toBeLessThan(10_000)
})

test('a path that comes back ends it', async () => {
  const { clock, steps, healing } = start()
  healing.suspect()
  expect(healing.isFine()).toBe(false)
  healing.healed()
  await clock.advance(60_000)
  expect(steps).toEqual(['restart'])
  expect(healing.isFine()).toBe(true)
})

test('trouble that is noticed twice is one', () => {
  const { steps, healing } = start()
  healing.suspect()
  healing.suspect()
  expect(steps).toEqual(['restart'])
})

test('a peer that answers gets longer for its new path', async () => {
  const { clock, steps, healing } = start()
  healing.suspect()
  healing.heardThroughRelay()
  await clock.advance(limits.restartTimeoutMs + limits.answeredRestartTimeoutMs - 1)
  expect(steps).toEqual(['restart'])
  await clock.advance(1)
  expect(steps).toEqual(['restart', 'rebuild'])
})

describe('without a relay', () => {
  test('nobody is gone; when it is back the step is taken again', async () => {
    const { clock, steps, healing, setRelay } = start()
    setRelay(false)
    healing.suspect()
    await clock.advance(10 * 60_000)
    expect(steps).toEqual(['restart', 'rebuild'])
    setRelay(true)
    healing.relayOpened()
    expect(steps).toEqual(['restart', 'rebuild', 'rebuild'])
    await clock.advance(limits.rebuildAnswerTimeoutMs * limits.maxUnansweredRebuilds)
    expect(steps.at(-1)).toBe('gone')
  })

  test('a path that comes back by itself is taken', async () => {
    const { clock, steps, healing, setRelay } = start()
    setRelay(false)
    healing.suspect()
    await clock.advance(20_000)
    healing.healed()
    await clock.advance(60_000)
    expect([steps, healing.isFine()]).toEqual([['restart', 'rebuild'], true])
  })

  test('that comes back at once, the wish for a new path is said again', () => {
    const { steps, healing } = start()
    healing.suspect()
    healing.relayOpened()
    expect(steps).toEqual(['restart', 'restart'])
  })

  test('who is fine is left alone', () => {
    const { steps, healing } = start()
    healing.relayOpened()
    expect(steps).toEqual([])
  })
})

describe('a peer that answers and that no link reaches', () => {
  /** Links are begun at its wish and fail, as often as may be. */
  async function failAll({ clock, healing }: ReturnType<typeof start>) {
    healing.linking({ isOffered: false })
    for (let failure = 1; failure <= limits.maxLinkFailures; failure++) {
      healing.lost()
      if (failure === limits.maxLinkFailures) return
      await clock.advance(limits.rebuildBackoffMs * failure)
      healing.heardThroughRelay()
      healing.linking({ isOffered: false })
    }
  }

  test('is unreachable, tried again quietly, and reached when that works', async () => {
    const world = start()
    const { clock, steps, healing } = world
    await failAll(world)
    expect(steps.at(-1)).toBe('unreachable')
    const before = steps.length
    await clock.advance(limits.unreachableRetryMs)
    expect(steps.slice(before)).toEqual(['rebuild'])
    healing.heardThroughRelay()
    healing.linking({ isOffered: false })
    healing.healed()
    await clock.advance(60_000)
    expect(steps.slice(before)).toEqual(['rebuild'])
  })

  test('is tried at once when a person wants that', async () => {
    const world = start()
    await failAll(world)
    const before = world.steps.length
    world.healing.tryNow()
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
    const { clock, steps, healing } = start()
    healing.linking({ isOffered: true })
    await clock.advance(limits.offerAnswerTimeoutMs - 1)
    expect(steps).toEqual([])
    await clock.advance(1 + askedMs)
    expect(steps).toEqual(['rebuild', 'rebuild', 'gone'])
    expect(limits.offerAnswerTimeoutMs + askedMs).toBeLessThan(10_000)
    expect(clock.pending()).toBe(0)
  })

  test('and answers has the time that a link may take', async () => {
    const { clock, steps, healing } = start()
    healing.linking({ isOffered: true })
    healing.heardThroughRelay()
    await clock.advance(limits.linkOpenTimeoutMs)
    expect(steps).toEqual([])
  })

  test('and cannot be heard, since the relay is away, is not asked', async () => {
    const { clock, steps, healing, setRelay } = start()
    healing.linking({ isOffered: true })
    setRelay(false)
    await clock.advance(limits.linkOpenTimeoutMs)
    expect(steps).toEqual([])
  })

  test('and is linked with is left alone', async () => {
    const { clock, steps, healing } = start()
    healing.linking({ isOffered: true })
    healing.healed()
    await clock.advance(60_000)
    expect([steps, clock.pending()]).toEqual([[], 0])
  })
})
