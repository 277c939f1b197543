import { expect, test } from 'vitest'
import { createProgress } from './progress.ts'

function start() {
  const lines: string[] = []
  let nowMs = 0
  let tick: () => void = () => undefined
  let isStopped = false
  const { progress, stop } = createProgress({
    part: 'join',
    write: (line) => lines.push(line),
    nowMs: () => nowMs,
    every(_, run) {
      tick = run
      return () => (isStopped = true)
    },
  })
  /** Lets whole seconds pass, one tick each. */
  function pass(seconds: number) {
    for (let i = 0; i < seconds; i++) {
      nowMs += 1_000
      tick()
    }
  }
  return { lines, progress, pass, stop, isStopped: () => isStopped }
}

test('progress says at once what is new, with the time since the start', () => {
  const { lines, progress, pass } = start()
  pass(1)
  progress('opening browsers')
  pass(70)
  progress('ours', { round: 1, of: 21 })
  expect(lines[0]).toBe('join: starting (0:00)')
  expect(lines[1]).toBe('join: opening browsers (0:01)')
  expect(lines.at(-1)).toBe('join: ours, round 1 of 21 (1:11)')
})

test('progress is never silent for ten seconds', () => {
  const { lines, progress, pass } = start()
  progress('one long call', { round: 2, of: 5 })
  pass(30)
  expect(lines.slice(2)).toEqual([
    'join: one long call, round 2 of 5 (0:09)',
    'join: one long call, round 2 of 5 (0:18)',
    'join: one long call, round 2 of 5 (0:27)',
  ])
})

test('progress leaves out rounds that follow each other fast', () => {
  const { lines, progress, pass } = start()
  for (let round = 1; round <= 6; round++) {
    progress('messages', { round, of: 6 })
    pass(1)
  }
  expect(lines.slice(1)).toEqual([
    'join: messages, round 1 of 6 (0:00)',
    'join: messages, round 3 of 6 (0:02)',
    'join: messages, round 5 of 6 (0:04)',
  ])
})

test('progress ends its timer', () => {
  const { stop, isStopped } = start()
  stop()
  expect(isStopped()).toBe(true)
})
