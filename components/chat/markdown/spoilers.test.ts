import fc from 'fast-check'
import { expect, test } from 'vitest'
import { coverSpoilers } from '@/engine/chat/spoilers.ts'
import { parseMarkdown } from './parse.ts'

/** The words of a tree that stand within spoilers. */
function covered(node: unknown, isCovered = false): string[] {
  if (Array.isArray(node)) return node.flatMap((one) => covered(one, isCovered))
  if (typeof node !== 'object' || node === null) return []
  const isSpoiler = isCovered || ('type' in node && node.type === 'spoiler')
  const own = isSpoiler && 'text' in node && typeof node.text === 'string' ? [node.text] : []
  return [...own, ...Object.values(node).flatMap((value: unknown) => covered(value, isSpoiler))]
}

test.each([
  ['It was ||the gardener||!', 'It was ▒▒▒!'],
  ['||a|| and ||b||', '▒▒▒'],
  ['`||` opens, ||x|| covers', '`▒▒▒ covers'],
  ['a || b', 'a || b'],
  ['|||', '|||'],
])('coverSpoilers shows nothing of a spoiler: %s', (text, shown) => {
  expect(coverSpoilers(text)).toBe(shown)
})

test('coverSpoilers leaves a text that is shown as typed', () => {
  expect(coverSpoilers('||x||', true)).toBe('||x||')
})

test('coverSpoilers shows no word that the message covers, whatever surrounds it', () => {
  const part = fc.constantFrom(
    '||',
    '|',
    '|||',
    ' ',
    '\n',
    '`',
    '\\',
    '**',
    '[',
    '](https://a.example)',
    '> ',
    'x',
  )
  // A word of its own between the parts, so that it's found again.
  const text = fc
    .array(fc.oneof(part, fc.constant('WORD')), { maxLength: 24 })
    .map((parts) => parts.map((one, index) => (one === 'WORD' ? `w${index}w` : one)).join(''))
  fc.assert(
    fc.property(text, (typed) => {
      const shown = coverSpoilers(typed)
      const words = covered(parseMarkdown(typed)).flatMap((one) => one.match(/w\d+w/g) ?? [])
      for (const word of words) expect(shown).not.toContain(word)
    }),
    { numRuns: 2_000 },
  )
})
