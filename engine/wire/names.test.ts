import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { limits } from '../base/limits.ts'
import { canonicalRoomName, cleanName, cleanPeerName, parseName, parseRoomName } from './names.ts'

const family = '👨‍👩‍👧‍👦'
const england = '🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}'
const scotland = '🏴\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}\u{E007F}'
const rightToLeftOverride = '\u202E'
const zeroWidthSpace = '\u200B'

/** Any UTF-16 at all: lone surrogates, controls, unassigned code points. */
const anyText = fc.string({ unit: fc.integer({ max: 0xffff }).map((unit) => String.fromCharCode(unit)) })

/** What cleaning is about, close together. */
const hostileText = fc.string({
  unit: fc.constantFrom(
    ...[
      'a',
      'A',
      ' ',
      '\u00A0',
      '\u0301',
      '\u0338',
      '\u200D',
      '\u200C',
      '\uFE0F',
      '\u20E3',
      '\u202E',
      '\u061C',
      '\u200B',
      '\uFEFF',
    ],
    ...[
      '\u{1F3F4}',
      '\u{E0067}',
      '\u{E0062}',
      '\u{E007F}',
      '\u1100',
      '\u1161',
      '\u11A8',
      '\u3131',
      '\u09C7',
      '\u09BE',
      '\uD83D',
      '\uDE00',
    ],
  ),
  maxLength: 60,
})

describe('cleanName: a cleaned name', () => {
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
    ['loses every direction mark', 'A\u061C\u200E\u200F\u202A\u202E\u2066\u2069da', 'Ada'],
    [
      'loses what nobody sees',
      'A\u00AD\u034F\u115F\u180E\u2062\u206A\u3164\uFFA0\uFFF9\u{1D173}\u{E0100}da',
      'Ada',
    ],
    ['loses private use', 'A\uE000\u{F0000}\u{10FFFD}da', 'Ada'],
    ['folds a next line as white space', 'A\u0085b', 'A b'],
    ['loses a zero-width no-break space and folds nothing there', 'A\uFEFFda', 'Ada'],
    ['loses tags outside a flag', `A\u{E0061}\u{E007F}🏴\u{E0061}da`, 'A🏴da'],
    ['keeps the flag of a region', england, england],
    ['keeps four marks in a row', `A${'\u0338'.repeat(4)}`, `A${'\u0338'.repeat(4)}`],
    ['loses the marks beyond', `A${'\u0338'.repeat(36)}b`, `A${'\u0338'.repeat(4)}b`],
    [
      'counts joiners as marks, or they would begin anew',
      `A${'\u0338\u200D'.repeat(20)}b`,
      'A\u0338\u200D\u0338\u200Db',
    ],
    ['keeps Hebrew with its points', 'שׁ\u05B8\u05BC\u0591', 'שׁ\u05B8\u05BC\u0591'.normalize('NFC')],
    ['keeps Burmese and Tibetan', 'ကျွန်ုပ် རྒྱུད', 'ကျွန်ုပ် རྒྱུད'],
    ['keeps keycaps and hearts on fire', '1️⃣❤️‍🔥', '1️⃣❤️‍🔥'],
    // U+0378 is in no version of Unicode so far. What is new to one browser is known to the next.
    ['keeps characters that are newer than this browser', 'A\u0378', 'A\u0378'],
  ])('%s', (_, typed, cleaned) => {
    expect(cleanName(typed)).toBe(cleaned)
  })

  test('is well formed, and clean already, whatever was typed', () => {
    fc.assert(
      fc.property(fc.oneof(anyText, hostileText), (typed) => {
        const cleaned = cleanName(typed)
        expect(cleaned.isWellFormed()).toBe(true)
        expect(cleanName(cleaned)).toBe(cleaned)
      }),
      { numRuns: 1_000 },
    )
  })
})

describe("parseName: a person's name", () => {
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

describe("parseRoomName: a room's name", () => {
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

describe("cleanPeerName: a peer's name", () => {
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

  test('is clean, whatever was received', () => {
    fc.assert(
      fc.property(fc.oneof(hostileText, fc.constant(england.repeat(9))), (received) => {
        const name = cleanPeerName(received)
        expect(cleanPeerName(name)).toBe(name)
        expect(Array.from(name).length).toBeLessThanOrEqual(limits.maxNameCharacters)
      }),
    )
  })

  test('is what its owner sees as own name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 20 }), (typed) => {
        const own = parseName(typed)
        if ('name' in own) expect(cleanPeerName(own.name)).toBe(own.name)
      }),
    )
  })
})

describe('canonicalRoomName: two people meet', () => {
  test.each([
    ['whatever the case', 'Lobby', 'lOBBY'],
    ['whatever the width', 'ｌｏｂｂｙ１', 'lobby1'],
    ['whatever the composition', 'caf\u00E9', 'cafe\u0301'],
    ['where only the small letter has a composed form', 'J\u030C', '\u01F0'],
    ['whatever stands around', ' lobby\u200B ', 'lobby'],
    ['however wide the space', 'the\u3000room', 'the room'],
    ['whether a heart is text or an emoji', '\u2764\uFE0F', '\u2764'],
    ['with a joiner or without', 'می\u200Cخواهم', 'میخواهم'],
    ['with a soft hyphen or without', 'lob\u00ADby', 'lobby'],
    ['with an Arabic letter mark or without', 'lobby\u061C', 'lobby'],
  ])('%s', (_, one, other) => {
    expect(canonicalRoomName(one)).toBe(canonicalRoomName(other))
  })

  test('only where the names differ in nothing else', () => {
    expect(canonicalRoomName('lobby1')).not.toBe(canonicalRoomName('lobby2'))
    expect(canonicalRoomName('👩')).not.toBe(canonicalRoomName(family))
    expect(canonicalRoomName(england)).not.toBe(canonicalRoomName(scotland))
  })

  test('where one types what the other derived, for every text', () => {
    fc.assert(
      fc.property(fc.oneof(anyText, hostileText), (typed) => {
        const once = canonicalRoomName(typed)
        expect(canonicalRoomName(once)).toBe(once)
        expect(canonicalRoomName(cleanName(typed))).toBe(once)
      }),
      { numRuns: 1_000 },
    )
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
