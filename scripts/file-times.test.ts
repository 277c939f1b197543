import path from 'node:path'
import { expect, test } from 'vitest'
import { fileTimeLines } from './file-times.ts'

const file = (name: string, ms: number) => ({
  name: path.resolve(name),
  startTime: 1_000,
  endTime: 1_000 + ms,
})

test('file times are listed slowest first, with their sum', () => {
  expect(fileTimeLines([file('e2e/chat.test.ts', 1_540), file('e2e/call.test.ts', 61_000)])).toEqual([
    'Time of each file, slowest first:',
    '    61.0 s  e2e/call.test.ts',
    '     1.5 s  e2e/chat.test.ts',
    '    62.5 s  all 2 together',
  ])
})

test('file times show the slowest 15, and sum up all', () => {
  const lines = fileTimeLines(Array.from({ length: 40 }, (_, i) => file(`unit/${i}.test.ts`, i * 100)))
  expect(lines[0]).toBe('Time of each file, the slowest 15 of 40:')
  expect(lines).toHaveLength(17)
  expect(lines[1]).toBe('     3.9 s  unit/39.test.ts')
  expect(lines.at(-1)).toBe('    78.0 s  all 40 together')
})

test('file times of no files are no lines', () => {
  expect(fileTimeLines([])).toEqual([])
})
