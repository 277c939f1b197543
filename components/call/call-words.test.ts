import { beforeEach, describe, expect, test } from 'vitest'
import { languages, speak } from '@/components/testing/messages.ts'
import { callOf, peerOf, roomOf } from '@/components/testing/call.ts'
import {
  durationOf,
  healingSentence,
  overallQuality,
  peerStateWords,
  qualityFigures,
  volumeWords,
} from './call-words.ts'
import { whoIsInCall } from './in-call.ts'

test.each([
  [0, '0:00'],
  [-5, '0:00'],
  [7_900, '0:07'],
  [754_000, '12:34'],
  [3_723_000, '1:02:03'],
])('%i ms last %s', (milliseconds, text) => {
  expect(durationOf(milliseconds)).toBe(text)
})

describe('in English', () => {
  beforeEach(() => speak('en'))

  test('who of a room is in its call', () => {
    expect(whoIsInCall(roomOf([{ name: 'Bo' }]))).toBeUndefined()
    expect(whoIsInCall(roomOf([{ name: 'Bo', microphone: 'on' }, { name: 'Cy' }]))).toBe('Bo is in a call')
    expect(whoIsInCall(roomOf(['A', 'B', 'C', 'D'].map((name) => ({ name, microphone: 'muted' }))))).toBe(
      'A, B, and 2 others are in a call',
    )
  })

  test('whose sound is missing', () => {
    expect(healingSentence(callOf({ peers: [peerOf('Bo')] }))).toBe('')
    expect(
      healingSentence(
        callOf({
          peers: [
            peerOf('Bo', { state: 'reconnecting' }),
            peerOf('Cy', { state: 'reconnecting' }),
            peerOf('Di', { state: 'unreachable' }),
          ],
        }),
      ),
    ).toBe('Lost audio from Bo and Cy. Reconnecting… No audio between you and Di. Still trying…')
  })

  test('the worst that is connected is the quality of all', () => {
    const good = { quality: { word: 'good' } } as const
    const fair = { quality: { word: 'fair' } } as const
    expect(overallQuality(callOf({ peers: [] }))).toBe('unknown')
    expect(overallQuality(callOf({ peers: [peerOf('Bo', good), peerOf('Cy', fair)] }))).toBe('fair')
    expect(
      overallQuality(
        callOf({
          peers: [peerOf('Bo', good), peerOf('Cy', { quality: { word: 'poor' }, state: 'reconnecting' })],
        }),
      ),
    ).toBe('good')
  })

  test('figures that the browser does not tell are left out', () => {
    expect(qualityFigures({ word: 'unknown' })).toEqual([])
    expect(
      qualityFigures({ word: 'good', roundTripMs: 41.6, lossPercent: 0.25, kilobitsPerSecond: 31.7 }),
    ).toEqual([
      { name: 'Round trip', value: '42 ms' },
      { name: 'Packet loss', value: '0.3%' },
      { name: 'Bitrate', value: '32 kbit/s' },
    ])
  })
})

test.each(languages)('in %s, each state and each loudness has its own words', (language) => {
  speak(language)
  const volumes = [0, 55, 100, 150].map(volumeWords)
  expect(new Set(volumes).size).toBe(4)
  expect(volumes[3]).toContain('150')
  const states = (['connecting', 'reconnecting', 'unreachable'] as const).map(peerStateWords)
  expect(new Set(states).size).toBe(3)
  expect([...volumes, ...states].filter((words) => words === '' || /\$\d/.test(words))).toEqual([])
})
