import { expect, test } from 'vitest'
import {
  clicksMs,
  hasTone,
  levelDbfs,
  likeness,
  longestGapMs,
  silenceDbfs,
  toneDbfs,
  toneEndMs,
  toneShare,
  toneStartMs,
} from './analysis.ts'
import { sampleRateHz } from './pulse-server.ts'
import { click, toneLoop, voicesHz } from './signals.ts'

const record = (samples: Float32Array, startMs = 1000) => ({ samples, startMs })
const msToSamples = (ms: number) => (ms * sampleRateHz) / 1000
const silence = (ms: number) => new Float32Array(msToSamples(ms))
const join = (...parts: Float32Array[]) => Float32Array.from(parts.flatMap((part) => [...part]))
const mix = (...parts: Float32Array[]) =>
  Float32Array.from(parts[0] ?? [], (_, i) => parts.reduce((sum, part) => sum + (part[i] ?? 0), 0))

const [first, second, third] = voicesHz

test('the level of a tone is the one it was made with, steady or not', () => {
  for (const steady of [true, false]) {
    const tone = toneLoop(first, { dbfs: -20, steady }, 1)
    expect(levelDbfs(tone)).toBeCloseTo(-20, 1)
    expect(toneDbfs(record(tone), first)).toBeGreaterThan(-21)
    expect(toneDbfs(record(tone), first)).toBeLessThan(-19)
    expect(toneShare(record(tone), first)).toBeGreaterThan(0.8)
  }
})

test('voices are told apart, and a quiet one is found beside a loud one', () => {
  const both = record(mix(toneLoop(first, { dbfs: -15 }, 1), toneLoop(second, { dbfs: -40 }, 1)))
  expect(hasTone(both, first)).toBe(true)
  expect(hasTone(both, second)).toBe(true)
  expect(hasTone(both, third)).toBe(false)
  expect(toneDbfs(both, second)).toBeCloseTo(-40, 0)
  expect(toneShare(both, second)).toBeLessThan(0.02)
})

test('nothing is found in silence, in noise, or in nothing', () => {
  const noise = Float32Array.from(silence(1000), (_, i) => 0.02 * Math.sin(i * i * 0.37))
  expect(levelDbfs(silence(100))).toBe(silenceDbfs)
  expect(hasTone(record(silence(1000)), first)).toBe(false)
  expect(hasTone(record(noise), first)).toBe(false)
  expect(hasTone(record(silence(0)), first)).toBe(false)
  expect(toneShare(record(silence(1000)), first)).toBe(0)
  expect(toneStartMs(record(silence(1000)), first)).toBeUndefined()
  expect(likeness(noise, silence(0)).correlation).toBe(0)
})

test('a tone begins and ends when it does, and its gaps are as long as they are', () => {
  const tone = toneLoop(first, {}, 1)
  const recording = record(join(silence(250), tone, silence(180), tone, silence(100)))
  expect(Math.abs((toneStartMs(recording, first) ?? 0) - 1250)).toBeLessThan(15)
  expect(Math.abs((toneEndMs(recording, first) ?? 0) - 3430)).toBeLessThan(15)
  expect(Math.abs(longestGapMs(recording, first) - 250)).toBeLessThan(25)
  const inner = record(recording.samples.slice(msToSamples(400), msToSamples(2000)))
  expect(Math.abs(longestGapMs(inner, first) - 180)).toBeLessThan(25)
  expect(longestGapMs(record(tone), first)).toBe(0)
})

test('what was said is recognised when it comes later, quieter and with noise, and something else is not', () => {
  // Syllables of different lengths and loudness.
  const syllables = (seed: number) =>
    join(
      ...Array.from({ length: 12 }, (_, i) => {
        const tone = toneLoop(200 + 30 * i, { dbfs: -12 - ((i * seed) % 11), steady: true }, 1)
        return join(
          tone.slice(0, msToSamples(60 + ((i * seed * 37) % 140))),
          silence(30 + ((i * seed) % 5) * 20),
        )
      }),
    )
  const said = syllables(7)
  const heard = mix(
    join(silence(730), said, silence(400)).map((sample, i) => 0.1 * sample + 0.001 * Math.sin(i * i)),
  )
  const { correlation, lagMs } = likeness(said, heard)
  expect(correlation).toBeGreaterThan(0.95)
  expect(Math.abs(lagMs - 730)).toBeLessThanOrEqual(10)
  expect(likeness(said, join(silence(500), syllables(3), silence(2000))).correlation).toBeLessThan(0.6)
})

test('clicks are found when they were, each once', () => {
  const [one, other] = clicksMs(record(join(click(300, 500), click(250, 500))))
  expect(one).toBeCloseTo(1300, 0)
  expect(other).toBeCloseTo(1750, 0)
})

test('a tone that cannot be looped is refused', () => {
  expect(() => toneLoop(440.5)).toThrow('whole number')
})
