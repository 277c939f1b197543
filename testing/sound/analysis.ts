import { type Recording } from './listen.ts'
import { sampleRateHz } from './pulse-server.ts'

const samplesPerMs = sampleRateHz / 1000

/** What is called silence here. */
export const silenceDbfs = -120

const toDbfs = (rms: number) => (rms > 0 ? Math.max(silenceDbfs, 20 * Math.log10(rms)) : silenceDbfs)

/** How loud samples are: RMS, in dB below full scale. */
export function levelDbfs(samples: Float32Array): number {
  let energy = 0
  for (const sample of samples) energy += sample * sample
  return toDbfs(Math.sqrt(energy / Math.max(1, samples.length)))
}

/** The RMS of a frequency in the samples: Goertzel's algorithm, with a Hann window against neighbours. */
function toneRms(samples: Float32Array, hz: number): number {
  const { length } = samples
  if (length === 0) return 0
  const step = (2 * Math.PI * hz) / sampleRateHz
  const factor = 2 * Math.cos(step)
  let [last, beforeLast] = [0, 0]
  for (let i = 0; i < length; i++) {
    const window = 0.5 - 0.5 * Math.cos((2 * Math.PI * (i + 0.5)) / length)
    const next = (samples[i] ?? 0) * window + factor * last - beforeLast
    beforeLast = last
    last = next
  }
  const power = last * last + beforeLast * beforeLast - factor * last * beforeLast
  // The window halves the amplitude.
  return ((2 * Math.sqrt(Math.max(0, power))) / (length * 0.5)) * Math.SQRT1_2
}

const windowsOf = (samples: Float32Array, windowMs: number, stepMs: number) => {
  const [length, step] = [Math.round(windowMs * samplesPerMs), Math.round(stepMs * samplesPerMs)]
  const count = Math.max(0, Math.floor((samples.length - length) / step) + 1)
  return Array.from({ length: count }, (_, i) => samples.subarray(i * step, i * step + length))
}

/**
 * So short that a voice which is played a little too fast or too slow, as browsers do to catch up, is still the same
 * voice: what is within 50 Hz or so counts.
 */
const toneWindowMs = 20

/** How loud a frequency is, in dB below full scale, whatever else there is. */
export function toneDbfs({ samples }: Recording, hz: number): number {
  const energies = windowsOf(samples, toneWindowMs, toneWindowMs / 2).map(
    (window) => toneRms(window, hz) ** 2,
  )
  return toDbfs(Math.sqrt(energies.reduce((sum, one) => sum + one, 0) / Math.max(1, energies.length)))
}

/** The share of all energy that a frequency has, between 0 and 1. */
export function toneShare(recording: Recording, hz: number): number {
  const all = levelDbfs(recording.samples)
  return all <= silenceDbfs ? 0 : Math.min(1, 10 ** ((toneDbfs(recording, hz) - all) / 10))
}

export interface Level {
  /** The middle of its window, as `performance.now()` counts. */
  readonly atMs: number
  readonly dbfs: number
}

interface TimelineOptions {
  readonly windowMs?: number
  readonly stepMs?: number
}

function timeline(recording: Recording, measure: (window: Float32Array) => number, options: TimelineOptions) {
  const { windowMs = toneWindowMs, stepMs = 5 } = options
  return windowsOf(recording.samples, windowMs, stepMs).map((window, i): Level => ({
    atMs: recording.startMs + i * stepMs + windowMs / 2,
    dbfs: toDbfs(measure(window)),
  }))
}

/** How loud it was over time. */
export const levelsOf = (recording: Recording, options: TimelineOptions = {}) =>
  timeline(recording, (window) => 10 ** (levelDbfs(window) / 20), options)

/** How loud a frequency was over time. */
export const toneLevelsOf = (recording: Recording, hz: number, options: TimelineOptions = {}) =>
  timeline(recording, (window) => toneRms(window, hz), options)

/** What counts as heard: louder than this, whatever else there is. */
interface Threshold {
  readonly thresholdDbfs?: number
}
const defaultThresholdDbfs = -50

/** Whether a frequency is heard in the recording: on the whole, and not only in a moment of it. */
export const hasTone = (
  recording: Recording,
  hz: number,
  { thresholdDbfs = defaultThresholdDbfs }: Threshold = {},
) => recording.samples.length >= 100 * samplesPerMs && toneDbfs(recording, hz) > thresholdDbfs

/** When a frequency was heard first, as `performance.now()` counts; undefined where it never was. */
export const toneStartMs = (
  recording: Recording,
  hz: number,
  { thresholdDbfs = defaultThresholdDbfs }: Threshold = {},
) => toneLevelsOf(recording, hz).find(({ dbfs }) => dbfs > thresholdDbfs)?.atMs

/** When a frequency was heard last, as `performance.now()` counts; undefined where it never was. */
export const toneEndMs = (
  recording: Recording,
  hz: number,
  { thresholdDbfs = defaultThresholdDbfs }: Threshold = {},
) => toneLevelsOf(recording, hz).findLast(({ dbfs }) => dbfs > thresholdDbfs)?.atMs

/** The longest time in the recording without a frequency, from its beginning to its end. Precise to 20 ms or so. */
export function longestGapMs(
  recording: Recording,
  hz: number,
  { thresholdDbfs = defaultThresholdDbfs }: Threshold = {},
): number {
  const stepMs = 5
  let [longest, current] = [0, 0]
  for (const { dbfs } of toneLevelsOf(recording, hz, { stepMs })) {
    current = dbfs > thresholdDbfs ? 0 : current + stepMs
    longest = Math.max(longest, current)
  }
  return longest
}

/** The RMS of each 10 ms. */
export function envelope(samples: Float32Array, stepMs = 10): Float32Array {
  return Float32Array.from(windowsOf(samples, stepMs, stepMs), (window) => 10 ** (levelDbfs(window) / 20))
}

/** Pearson's correlation of `part` with `whole` from `offset` on. */
function correlationAt(part: Float32Array, whole: Float32Array, offset: number): number {
  const { length } = part
  let [sumA, sumB, sumAA, sumBB, sumAB] = [0, 0, 0, 0, 0]
  for (let i = 0; i < length; i++) {
    const [a, b] = [part[i] ?? 0, whole[offset + i] ?? 0]
    sumA += a
    sumB += b
    sumAA += a * a
    sumBB += b * b
    sumAB += a * b
  }
  const spread = Math.sqrt((sumAA - sumA ** 2 / length) * (sumBB - sumB ** 2 / length))
  return spread > 0 ? (sumAB - (sumA * sumB) / length) / spread : 0
}

/**
 * How much a recording sounds like what was said: the correlation of both envelopes (10 ms), at the lag where it is
 * greatest. 1 is the same, at any volume.
 */
export function likeness(said: Float32Array, heard: Float32Array): { correlation: number; lagMs: number } {
  const stepMs = 10
  const [part, whole] = [envelope(said, stepMs), envelope(heard, stepMs)]
  let best = { correlation: 0, lagMs: 0 }
  for (let offset = 0; offset + part.length <= whole.length; offset++) {
    const correlation = correlationAt(part, whole, offset)
    if (correlation > best.correlation) best = { correlation, lagMs: offset * stepMs }
  }
  return best
}

/** When clicks are heard, as `performance.now()` counts: where it becomes loud after 100 ms in which it was not. */
export function clicksMs({ samples, startMs }: Recording, { thresholdDbfs = -26 }: Threshold = {}): number[] {
  const threshold = 10 ** (thresholdDbfs / 20)
  const clicks: number[] = []
  let lastLoud = Number.NEGATIVE_INFINITY
  samples.forEach((sample, i) => {
    if (Math.abs(sample) < threshold) return
    if (i - lastLoud > 100 * samplesPerMs) clicks.push(startMs + i / samplesPerMs)
    lastLoud = i
  })
  return clicks
}
