import { sampleRateHz } from './pulse-server.ts'

/**
 * Frequencies to tell people apart by: whole numbers, so that a second of each can be looped; far enough from each
 * other for windows of 20 ms; none a multiple of another, which distortion would make.
 */
export const voicesHz = [520, 810, 1130, 1490, 1910, 2310, 2710, 3190] as const

/** The RMS of a level below full scale (a sine at full scale is at −3 dBFS). */
export const rmsOf = (dbfs: number) => 10 ** (dbfs / 20)

export interface ToneOptions {
  /** How loud, as RMS below full scale. */
  readonly dbfs?: number
  /**
   * Amplitude follows a voice's rhythm, 4 times a second and never down to silence. What does not change is noise to a
   * browser's noise suppression, which takes it away.
   */
  readonly steady?: boolean
}

/** A sine for looping: it ends where it began. The frequency must be a whole number. */
export function toneLoop(hz: number, { dbfs = -20, steady = false }: ToneOptions = {}, seconds = 5) {
  if (!Number.isInteger(hz)) throw new Error(`${hz} Hz cannot be looped: it must be a whole number.`)
  const samples = new Float32Array(seconds * sampleRateHz)
  // The RMS of an amplitude that goes from 0.4 to 1 and back.
  const scale = (rmsOf(dbfs) * Math.SQRT2) / (steady ? 1 : Math.sqrt(0.49 + 0.3 ** 2 / 2))
  for (let i = 0; i < samples.length; i++) {
    const seconds = i / sampleRateHz
    const amplitude = steady ? 1 : 0.7 - 0.3 * Math.cos(2 * Math.PI * 4 * seconds)
    samples[i] = scale * amplitude * Math.sin(2 * Math.PI * hz * seconds)
  }
  return samples
}

/** One click of a millisecond, at full scale, after silence. */
export function click(silenceMs: number, totalMs: number) {
  const samples = new Float32Array(Math.round((totalMs * sampleRateHz) / 1000))
  const start = Math.round((silenceMs * sampleRateHz) / 1000)
  for (let i = 0; i < sampleRateHz / 1000; i++) samples[start + i] = i % 12 < 6 ? 0.9 : -0.9
  return samples
}
