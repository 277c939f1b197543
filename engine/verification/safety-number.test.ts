import { expect, test } from 'vitest'
import { compareNumber, safetyNumber } from './safety-number.ts'

const number = await safetyNumber('key of A', 'key of B')

test('safetyNumber is the same from both ends, and another for every other pair', async () => {
  expect(number).toHaveLength(12)
  for (const group of number) expect(group).toMatch(/^\d{5}$/)
  expect(await safetyNumber('key of B', 'key of A')).toEqual(number)
  expect(await safetyNumber('key of A', 'key of C')).not.toEqual(number)
  expect(await safetyNumber('key of C', 'key of B')).not.toEqual(number)
})

test.each<[string, string, string]>([
  ['nothing', ' ', 'empty'],
  ['words', 'what number?', 'empty'],
  ['the digits', number.join(''), 'match'],
  ['with spaces and line breaks', number.join(' \n'), 'match'],
  ['with words around', `Our number: ${number.join('-')}.`, 'match'],
  [
    'wide digits',
    number.join('').replace(/\d/g, (digit) => String.fromCharCode(0xff10 + Number(digit))),
    'match',
  ],
  ['cut off', number.slice(0, 5).join(' '), 'incomplete'],
  ['one digit more', `${number.join('')}1`, 'mismatch'],
  ['another one', '0'.repeat(60), 'mismatch'],
  ['cut off and wrong', `${Number(number[0]?.[0]) === 9 ? 0 : 9}`, 'mismatch'],
])('pasted: %s', (_, pasted, kind) => {
  expect(compareNumber(number, pasted).kind).toBe(kind)
})
