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
    // The link is left alone: it may come back, and nobody could be asked for another.
    expect(steps).toEqual(['restart'])
    setRelay(true)
    healing.relayOpened()
    expect(steps).toEqual(['restart', 'restart'])
    await clock.advance(
      limits.restartTimeoutMs + limits.rebuildAnswerTimeoutMs * limits.maxUnansweredRebuilds,
    )
    expect(steps).toEqual(['restart', 'restart', 'rebuild', 'rebuild', 'gone'])
  })

  test('a path that comes back by itself is taken', async () => {
    const { clock, steps, healing, setRelay } = start()
    setRelay(false)
    healing.suspect()
    await clock.advance(20_000)
    healing.healed()
    expect([steps, healing.isFine()]).toEqual([['restart'], true])
  })

  test('a link that ended is asked for when the relay is back', async () => {
    const { clock, steps, healing, setRelay } = start()
    setRelay(false)
    healing.suspect()
    await clock.advance(20_000)
    healing.lost()
    await clock.advance(60_000)
    setRelay(true)
    healing.relayOpened()
    expect(steps).toEqual(['restart', 'rebuild', 'rebuild'])
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
    healing.linking()
    for (let failure = 1; failure <= limits.maxLinkFailures; failure++) {
      healing.lost()
      if (failure === limits.maxLinkFailures) return
      await clock.advance(limits.rebuildBackoffMs * failure)
      healing.heardThroughRelay()
      healing.linking()
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
    healing.linking()
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
