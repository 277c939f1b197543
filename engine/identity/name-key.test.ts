import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isSameName, looksLike, nameKey } from './name-key.ts'

describe('looksLike', () => {
  test.each([
    ['Ada', 'ADA'],
    ['Ada', ' ada '],
    ['Ada', 'Ａｄａ'],
    ['José', 'José'],
    ['Ada', 'Аԁа'],
    ['Bob', 'B0b'],
    ['Alice', 'Al\u00ADice'],
    ['Ada', 'Ad\u200Da'],
    ['Ada', 'A\u061Cda'],
    ['Paul', 'Pau1'],
    ['小明', '小明'],
    // A capital I is a small l to see.
    ['alice', 'AIice'],
    ['Alice', 'aIice'],
    ['Ian', 'lan'],
    ['Ian', '1an'],
    ['Illia', 'iIIia'],
    ['Paul', 'Pau|'],
    ['Paul', 'PauІ'],
    ['Olga', '0Iga'],
    // A capital nu is an N, whatever its small letter.
    ['Nick', 'Νick'],
    ['Νίκος', 'νίκος'],
    ['ΝΙΚΟΣ', 'νικος'],
    ['J\u030Can', '\u01F0an'],
  ])('finds that %j and %j are the same, or look it', (one, other) => {
    expect(looksLike(one, other)).toBe(true)
    expect(looksLike(other, one)).toBe(true)
    expect(nameKey(one)).toBe(nameKey(other))
  })

  test.each([
    ['Ada', 'Adam'],
    ['Jose', 'José'],
    ['Ian', 'Lan'],
    ['Kai', 'Kal'],
    ['kai', 'kal'],
    ['Arn', 'Am'],
    ['Ann A', 'Anna'],
    ['AIICE', 'ALICE'],
    ['Vick', 'Nick'],
    ['小明', '小名'],
    [
      '🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}',
      '🏴\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}\u{E007F}',
    ],
  ])('finds that %j and %j are two names', (one, other) => {
    expect(looksLike(one, other)).toBe(false)
  })

  const names = fc.string({
    unit: fc.oneof(
      fc.constantFrom(...Array.from('iIlL1|0oOΝνΙιІіӀӏσςΣ\u200D\u0301 ')),
      fc.string({ unit: 'binary', maxLength: 1 }),
    ),
    maxLength: 12,
  })

  test('is true of every name and itself, in capitals and cleaned', () => {
    fc.assert(
      fc.property(names, (name) => {
        expect(looksLike(name, name)).toBe(true)
        expect(isSameName(name, name)).toBe(true)
      }),
    )
  })

  test('is true only of names with one key, so that an index finds them all', () => {
    fc.assert(
      fc.property(names, names, (one, other) => {
        if (looksLike(one, other)) expect(nameKey(one)).toBe(nameKey(other))
        if (isSameName(one, other)) expect(looksLike(one, other)).toBe(true)
      }),
      { numRuns: 2_000 },
    )
  })

  test('sees any mixture of strokes, as they look, as one', () => {
    const strokes = fc.array(fc.constantFrom('I', 'l', '1', '|', 'І', 'Ӏ', 'Ι'), {
      minLength: 1,
      maxLength: 8,
    })
    fc.assert(
      fc.property(strokes, (letters) => {
        expect(looksLike(letters.join(''), 'l'.repeat(letters.length))).toBe(true)
      }),
    )
  })
})

test.each([
  ['Ada', 'ada', true],
  ['Ada', 'Ada\u00AD', true],
  ['Lan', 'lan', false],
  ['lan', 'Ian', false],
  ['Ada', 'Аda', true],
])('isSameName of %j and %j: %j', (one, other, isSame) => {
  expect(isSameName(one, other)).toBe(isSame)
})
