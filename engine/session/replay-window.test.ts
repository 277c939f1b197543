import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createReplayWindow } from './replay-window.ts'

test('each number counts once, in whatever order within the window', () => {
  const order = fc.shuffledSubarray(Array.from({ length: 50 }, (_, index) => index + 1))
  fc.assert(
    fc.property(order, (numbers) => {
      const window = createReplayWindow(64)
      for (const number of numbers) expect(window.accept(number)).toBe(true)
      for (const number of numbers) expect(window.accept(number)).toBe(false)
    }),
  )
})

test('what comes later than the window is refused, also when it is new', () => {
  const window = createReplayWindow(10)
  expect(window.accept(100)).toBe(true)
  expect(window.accept(91)).toBe(true)
  expect(window.accept(90)).toBe(false)
  expect(window.accept(1)).toBe(false)
})

test('nothing is accepted twice over a long life', () => {
  const window = createReplayWindow(8)
  let accepted = 0
  for (let number = 1; number <= 1_000; number++) {
    for (const again of [number, number - 3, number]) if (window.accept(again)) accepted += 1
  }
  // Also -2, -1 and 0, which no schema lets in: each once.
  expect(accepted).toBe(1_003)
})
