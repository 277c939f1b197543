import { describe, expect, test } from 'vitest'
import { qualityOf, rating, readCallStats, readPackets } from './quality.ts'

interface Figures {
  atMs?: number
  received?: number
  lost?: number
  discarded?: number
  bytes?: number
  ssrc?: number
  roundTripMs?: number
  bufferSeconds?: number
  samples?: number
}

/** A report as Chromium gives it, with what it holds beside. */
function report(figures: Figures = {}) {
  return new Map<string, unknown>([
    ['other', { type: 'codec', id: 'other' }],
    ['strange', null],
    ['video', { type: 'inbound-rtp', kind: 'video', timestamp: 1, ssrc: 9, packetsReceived: 7_777 }],
    [
      'in',
      {
        type: 'inbound-rtp',
        kind: 'audio',
        id: 'in',
        timestamp: figures.atMs ?? 0,
        ssrc: figures.ssrc ?? 1,
        packetsReceived: figures.received ?? 0,
        packetsLost: figures.lost ?? 0,
        packetsDiscarded: figures.discarded ?? 0,
        bytesReceived: figures.bytes ?? 0,
        jitter: 0.0044,
        jitterBufferDelay: figures.bufferSeconds ?? 0,
        jitterBufferEmittedCount: figures.samples ?? 0,
      },
    ],
    ['out', { type: 'outbound-rtp', kind: 'audio', packetsSent: 41 }],
    ['transport', { type: 'transport', selectedCandidatePairId: 'pair' }],
    ['unused', { type: 'candidate-pair', id: 'unused', nominated: true, currentRoundTripTime: 9 }],
    [
      'pair',
      {
        type: 'candidate-pair',
        id: 'pair',
        nominated: true,
        currentRoundTripTime: (figures.roundTripMs ?? 20) / 1_000,
      },
    ],
  ])
}
const stats = (figures: Figures = {}) => readCallStats(report(figures))

/** Two seconds of speech. */
const later = { atMs: 2_000, received: 100, bytes: 8_000, bufferSeconds: 96_000 * 0.05, samples: 96_000 }

describe('call quality: how well a voice comes through', () => {
  test('is good on a good path, with its figures rounded', () => {
    expect(qualityOf(stats(), stats(later))).toEqual({
      word: 'good',
      roundTripMs: 20,
      lossPercent: 0,
      jitterMs: 4,
      kilobitsPerSecond: 32,
    })
  })

  test.each([
    ['good', { lost: 2 }],
    ['fair', { lost: 6 }],
    ['poor', { lost: 25 }],
    ['fair', { discarded: 6 }],
    ['good', { roundTripMs: 200 }],
    ['fair', { roundTripMs: 400 }],
    ['poor', { roundTripMs: 800 }],
    ['fair', { bufferSeconds: 96_000 * 0.3 }],
  ] as const)('is %s with %o', (word, figures) => {
    expect(qualityOf(stats(), stats({ ...later, ...figures })).word).toBe(word)
  })

  test('loss is told in percent of what should have come', () => {
    expect(qualityOf(stats(), stats({ ...later, received: 97, lost: 3 })).lossPercent).toBe(3)
    expect(qualityOf(stats(), stats({ ...later, received: 300, lost: 1 })).lossPercent).toBe(0.3)
  })

  test('silence, of which little is sent, is not judged by its loss', () => {
    const quiet = qualityOf(stats(), stats({ ...later, received: 4, lost: 2 }))
    expect(quiet.word).toBe('good')
    expect(quiet).not.toHaveProperty('lossPercent')
  })

  test('a packet that comes late after all is no negative loss', () => {
    expect(qualityOf(stats({ lost: 5 }), stats({ ...later, lost: 3 })).lossPercent).toBe(0)
  })
})

describe('call quality: is unknown', () => {
  test('at first', () => {
    expect(qualityOf(undefined, stats(later))).toEqual({ word: 'unknown' })
  })

  test('where nothing came', () => {
    expect(qualityOf(stats(), stats({ atMs: 2_000 })).word).toBe('unknown')
  })

  test.each([
    ['counters that go back', { received: 500, bytes: 40_000 }],
    ['another stream', { ssrc: 2 }],
    ['two snapshots of one moment', { atMs: 2_000 }],
  ])('after %s', (_, earlier) => {
    expect(qualityOf(stats(earlier), stats(later))).toEqual({ word: 'unknown' })
  })

  test('in a report without anything in it', () => {
    const nothing = readCallStats(new Map())
    expect(qualityOf(nothing, nothing)).toEqual({ word: 'unknown' })
  })
})

test('call quality: the round trip is the one of the pair in use, or what the other end reports (Firefox)', () => {
  expect(stats({ roundTripMs: 33 }).roundTripMs).toBe(33)
  const reported = { type: 'remote-inbound-rtp', kind: 'audio', roundTripTime: 0.08 }
  expect(readCallStats(new Map([['r', reported]])).roundTripMs).toBe(80)
})

test('call quality: packets are those of sound, of all that is sent', () => {
  expect(readPackets(report({ received: 12 }))).toEqual({ sent: 41, received: 12 })
  expect(readPackets(new Map())).toEqual({ sent: 0, received: 0 })
})

test('call quality: the rating is the one of the E-model', () => {
  // Cole and Rosenbluth, figure 2: without loss 177 ms are hardly noticed, and then the rating falls steeply.
  expect(rating(0, 0)).toBeCloseTo(93.2)
  expect(rating(177.3, 0)).toBeCloseTo(88.9, 1)
  expect(rating(300, 0)).toBeCloseTo(72.5, 1)
  expect(rating(0, 0.02)).toBeCloseTo(85.3, 1)
})
