import { describe, expect, test } from 'vitest'
import { createFakeClock } from '../testing/fake-clock.ts'
import { limits } from '../base/limits.ts'
import type { CallLevels } from './call-view.ts'
import { testLog } from '../testing/test-log.ts'
import { createLevels, levelOf, speakingLevel } from './levels.ts'

/** Peers that hum at an amplitude, and send packets as long as they have one. */
function start() {
  const clock = createFakeClock()
  const told: CallLevels[] = []
  const amplitudes = new Map<string, number | undefined>()
  const sources = new Map<string, RTCRtpSynchronizationSource>()
  let packets = 0
  const receiverOf = (peerId: string) => ({
    getSynchronizationSources() {
      const audioLevel = amplitudes.get(peerId)
      if (audioLevel !== undefined) {
        sources.set(peerId, { audioLevel, source: 1, timestamp: ++packets, rtpTimestamp: packets })
      }
      const source = sources.get(peerId)
      return source ? [source] : []
    },
  })
  const levels = createLevels({
    clock,
    log: testLog,
    createAudioContext: () => {
      throw new Error('Nobody speaks here.')
    },
    receivers: () => [...amplitudes.keys()].map((peerId) => [peerId, receiverOf(peerId)]),
    onLevels: (told_) => told.push(told_),
  })
  return { ...levels, amplitudes, clock, told, tick: () => clock.advance(limits.callLevelIntervalMs) }
}

describe('levels: levels', () => {
  test('are told ten times a second, and only while a panel wants them', async () => {
    const levels = start()
    await levels.clock.advance(1_000)
    expect(levels.told).toHaveLength(0)
    levels.setWanted(true)
    levels.setWanted(true)
    await levels.clock.advance(1_000)
    expect(levels.told).toHaveLength(11)
    levels.setWanted(false)
    await levels.clock.advance(1_000)
    expect(levels.told).toHaveLength(11)
    levels.setWanted(true)
    levels.close()
    expect(levels.clock.pending()).toBe(0)
  })

  test('are those of everyone in the call, and of no one who left', async () => {
    const levels = start()
    levels.amplitudes.set('a', 1)
    levels.amplitudes.set('b', 0.1)
    levels.setWanted(true)
    expect(levels.told.at(-1)).toEqual({ a: 1, b: expect.closeTo(2 / 3) as number })
    levels.amplitudes.delete('a')
    await levels.tick()
    expect(Object.keys(levels.told.at(-1) ?? {})).toEqual(['b'])
  })

  test('of a peer from which nothing came yet are none', () => {
    const levels = start()
    levels.amplitudes.set('a', undefined)
    levels.setWanted(true)
    expect(levels.told).toEqual([{ a: 0 }])
  })

  test('fall when no packets come, though the browser keeps the last one', async () => {
    const levels = start()
    levels.amplitudes.set('a', 1)
    levels.setWanted(true)
    levels.amplitudes.set('a', undefined)
    await levels.tick()
    expect(levels.told.at(-1)).toEqual({ a: 0.5 })
    await levels.tick()
    expect(levels.told.at(-1)?.['a']).toBeLessThan(speakingLevel)
    await levels.clock.advance(500)
    expect(levels.told.at(-1)).toEqual({ a: 0 })
  })
})

test.each([
  [0, 0],
  [0.001, 0],
  [0.0001, 0],
  [0.01, 1 / 3],
  [0.1, 2 / 3],
  [1, 1],
  [2, 1],
  [Number.NaN, 0],
])('levels: an amplitude of %d is a level of %d', (amplitude, level) => {
  expect(levelOf(amplitude)).toBeCloseTo(level)
})
