import { expect, test } from 'vitest'
import { speak } from '@/components/testing/messages.ts'
import { lifetimeWords } from './lifetime-words.ts'

test.each([
  [5, '5 seconds'],
  [3_600, '1 hour'],
  [86_400, '1 day'],
  [604_800, '1 week'],
  [2_419_200, '4 weeks'],
  [90, '1 minute, 30 seconds'],
  [90_061, '1 day, 1 hour'],
])('a lifetime of %i seconds is said as %s', (seconds, words) => {
  speak('en')
  expect(lifetimeWords(seconds)).toBe(words)
})
