import { expect, test } from 'vitest'
import { timeOf } from './message-time.ts'

const receivedAtMs = Date.UTC(2026, 10, 28, 12)
const hourMs = 3_600_000

test.each([
  ['just now', receivedAtMs, false],
  ['a month before it came', receivedAtMs - 30 * 24 * hourMs, false],
  ['by a clock that is some hours ahead', receivedAtMs + 5 * hourMs, false],
  ['in 1970', 0, true],
  ['before there was a Sidetone', Date.UTC(2024, 11, 31), true],
  ['some days after it came', receivedAtMs + 48 * hourMs, true],
  ['as late as a date may be', 8.64e15, true],
])('a message that says to be written %s', (_, atMs, isOurs) => {
  expect(timeOf({ atMs, receivedAtMs })).toEqual({ shownMs: isOurs ? receivedAtMs : atMs, isOurs })
})
