import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { limits } from '../base/limits.ts'
import { canonicalRoomName, cleanName, cleanPeerName, parseName, parseRoomName } from './names.ts'

const family = '👨‍👩‍👧‍👦'
const rightToLeftOverride = '\u202E'
const zeroWidthSpace = '\u200B'

/** Any UTF-16 at all: lone surrogates, controls, unassigned code points. */
const anyText = fc.string({ unit: fc.integer({ max: 0xffff }).map((unit) => String.fromCharCode(unit)) })

describe('a cleaned name', () => {
  test.each([
    ['is trimmed, and white space folded', '  Ada \t\n  Lovelace ', 'Ada Lovelace'],
    ['keeps emoji whole, joiners and all', family, family],
    ['keeps other scripts', 'Ἀλέξανδρος 小明 نور', 'Ἀλέξανδρος 小明 نور'],
    ['loses what turns the line around', `Ada${rightToLeftOverride}ecilA`, 'AdaecilA'],
    ['loses control characters', 'A\u0000d\u001Ba\u009F', 'Ada'],
    ['loses lone surrogates', 'A\uD800d\uDFFFa', 'Ada'],
    ['is composed', 'Ame\u0301lie', 'Amélie'],
    ['is composed where something unwanted stood between', `Ame${zeroWidthSpace}\u0301lie`, 'Amélie'],
    ['has no double space where something unwanted stood', `Ada ${zeroWidthSpace} L`, 'Ada L'],
    // U+0378 is in no version of Unicode so far. What is new to one browser is known to the next.
    ['keeps characters that are newer than this browser', 'A\u0378', 'A\u0378'],
  ])('%s', (_, typed, cleaned) => {
    expect(cleanName(typed)).toBe(cleaned)
  })

  test('is well formed, and clean already, whatever was typed', () => {
    fc.assert(
      fc.property(anyText, (typed) => {
        const cleaned = cleanName(typed)
        expect(cleaned.isWellFormed()).toBe(true)
        expect(cleanName(cleaned)).toBe(cleaned)
      }),
    )
  })
})

describe("a person's name", () => {
  test.each([
    '',
    '   ',
    '\u200D',
    `${rightToLeftOverride}${zeroWidthSpace}`,
    '\uFE0F',
    '\u3164',
    '\u2800',
    '\uD83D',
  ])('of which nothing is seen is empty: %j', (typed) => {
    expect(parseName(typed)).toEqual({ problem: { kind: 'name-empty' } })
  })

  test('may have as many characters as the limit, and not one more', () => {
    const max = limits.maxNameCharacters
    const longest = '🙂'.repeat(max)
    expect(parseName(longest)).toEqual({ name: longest })
    expect(parseName(`${longest}!`)).toEqual({ problem: { kind: 'name-too-long', actual: max + 1, max } })
  })
})

describe("a room's name", () => {
  test('of 10,000 characters is too long, and says by how much', () => {
    expect(parseRoomName('r'.repeat(10_000))).toEqual({
      problem: { kind: 'room-name-too-long', actual: 10_000, max: limits.maxRoomNameCharacters },
    })
  })

  test('of emoji is a name', () => {
    expect(parseRoomName('🎉🎈')).toEqual({ roomName: '🎉🎈' })
  })

  test.each(['', ' \n ', '\u200D\u200D'])('of which nothing is seen is empty: %j', (typed) => {
    expect(parseRoomName(typed)).toEqual({ problem: { kind: 'room-name-empty' } })
  })
})

describe("a peer's name", () => {
  test('is cut to the limit, and never inside a character', () => {
    const cut = cleanPeerName('🙂'.repeat(1_000))
    expect(cut).toBe('🙂'.repeat(limits.maxNameCharacters))
  })

  test.each(['', rightToLeftOverride, '\uD800', '\u200D'])(
    'that cannot be seen becomes "?": %j',
    (received) => {
      expect(cleanPeerName(received)).toBe('?')
    },
  )

  test('is what its owner sees as own name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 20 }), (typed) => {
        const own = parseName(typed)
        if ('name' in own) expect(cleanPeerName(own.name)).toBe(own.name)
      }),
    )
  })
})

describe('two people meet', () => {
  test.each([
    ['whatever the case', 'Lobby', 'lOBBY'],
    ['whatever the width', 'ｌｏｂｂｙ１', 'lobby1'],
    ['whatever the composition', 'caf\u00E9', 'cafe\u0301'],
    ['where only the small letter has a composed form', 'J\u030C', '\u01F0'],
    ['whatever stands around', ' lobby\u200B ', 'lobby'],
    ['however wide the space', 'the\u3000room', 'the room'],
  ])('%s', (_, one, other) => {
    expect(canonicalRoomName(one)).toBe(canonicalRoomName(other))
  })

  test('only where the names differ in nothing else', () => {
    expect(canonicalRoomName('lobby1')).not.toBe(canonicalRoomName('lobby2'))
    expect(canonicalRoomName('👩')).not.toBe(canonicalRoomName(family))
  })

  test('where one types what the other derived, for every character', () => {
    const unstable: string[] = []
    for (let codePoint = 0; codePoint < 0x3_0000; codePoint++) {
      const once = canonicalRoomName(`a${String.fromCodePoint(codePoint)}b`)
      if (canonicalRoomName(once) !== once) unstable.push(codePoint.toString(16))
    }
    expect(unstable).toEqual([])
  })
})
