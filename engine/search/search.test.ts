import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { excerptOf, type Piece } from './excerpt.ts'
import { fold, foldWithPlaces } from './fold.ts'
import { createSearchIndex, type Searchable } from './search-index.ts'
import { answers, questionOf, type Question } from './terms.ts'

function asked(typed: string): Question {
  const question = questionOf(typed)
  if (!question) throw new Error(`"${typed}" asks for nothing.`)
  return question
}

/** Whether a text is found with what is typed: by the index, and looked at afterwards. */
function finds(text: string, typed: string): boolean {
  const index = createSearchIndex()
  index.put([{ id: 1, roomId: 'room', rank: 0, text }])
  const question = questionOf(typed)
  return question !== undefined && index.find(question).length === 1 && answers(text, question)
}

const anyText = fc.string({ unit: 'binary' })
const letters = fc.string({
  unit: fc.constantFrom(
    ...Array.from('abcäßéİи́йё한국日本語のคืนกำลัง ,.!ｶﾞﬁ'),
    '👩‍👩‍👧',
    '\u0301',
    'e\u0301',
    '𠮷',
  ),
  maxLength: 30,
})

describe('folding', () => {
  test.for([
    ['Café', 'cafe'],
    ['Cafe\u0301', 'cafe'],
    ['STRASSE', 'strasse'],
    ['Straße', 'strasse'],
    ['Łódź, Ørsted, Đà Nẵng', 'lodz, orsted, da nang'],
    ['Ｆｕｌｌ　ｗｉｄｔｈ ﬁ', 'full width fi'],
    ['ΟΔΥΣΣΕΎΣ', 'οδυσσευσ'],
    ['İstanbul', 'istanbul'],
    ['Ёлка', 'елка'],
    ['שָׁלוֹם', 'שלום'],
    ['مُحَمَّد', 'محمد'],
    // Marks that are letters stay.
    ['ガギグ', 'ガギグ'],
    ['ｶﾞ', 'ガ'],
    ['กำลัง', 'ก\u0e4dาลัง'],
    ['हिन्दी', 'हिन्दी'],
  ] as const)('takes %s for %s', ([text, folded]) => expect(fold(text)).toBe(folded))

  test('is the same for a text however it is composed, and once folded stays so', () => {
    fc.assert(
      fc.property(letters, (text) => {
        expect(fold(text.normalize('NFD'))).toBe(fold(text))
        expect(fold(fold(text))).toBe(fold(text))
      }),
    )
  })

  test('with places gives the same, and places that ascend within what is shown', () => {
    fc.assert(
      fc.property(fc.oneof(anyText, letters), (text) => {
        const { folded, places, shown } = foldWithPlaces(text)
        expect(folded).toBe(fold(text))
        expect(places).toHaveLength(folded.length + 1)
        expect(places).toEqual([...places].sort((a, b) => a - b))
        expect(places.at(-1)).toBe(shown.length)
      }),
    )
  })
})

describe('a text is found', () => {
  test.for([
    ['Shall we meet tomorrow?', 'meet'],
    ['Shall we meet tomorrow?', 'tom'],
    ['Shall we meet tomorrow?', 'TOM  shall'],
    ['Crème brûlée', 'creme brulee'],
    ['creme brulee', 'Crème'],
    ['see https://example.org/path', 'example.org'],
    ['see https://example.org/path', 'path'],
    ['don’t', "don't"],
    ['我们明天在东京见面', '东京'],
    ['我们明天在东京见面', '京'],
    ['我们明天在东京见面', '见面'],
    ['我们明天在东京见面', '面'],
    ['我们明天在东京见面', '明天在东京'],
    ['昨日、東京タワーへ行きました', 'タワー'],
    ['昨日、東京タワーへ行きました', 'ﾀﾜｰ'],
    ['ฉันกินข้าวที่บ้าน', 'ข้าว'],
    ['오늘 학교에서 만나요', '학교'],
    ['오늘 고등학교에서 만나요', '학교'],
    ['Treffen um 18:30 Uhr', '18'],
    ['version2 und Version 2', 'version2'],
    ['有 bug 的版本', 'BUG 版本'],
    ['party 🎉 tonight', '🎉'],
    ['𠮷野家', '𠮷野'],
  ] as const)('%s with %s', ([text, typed]) => expect(finds(text, typed)).toBe(true))

  test.for([
    ['Shall we meet tomorrow?', 'morrow'],
    ['Shall we meet tomorrow?', 'meet never'],
    // Each pair of letters is there, and they do not stand together.
    ['明天天在', '明天在'],
    ['東京', '京東'],
    ['anything', '?!'],
    ['anything', ' '],
  ] as const)('%s not with %s', ([text, typed]) => expect(finds(text, typed)).toBe(false))

  test('with any of its words, with its beginnings, and with itself', () => {
    fc.assert(
      fc.property(letters, fc.nat(), (text, cut) => {
        if (!questionOf(text)) return
        expect(finds(text, text)).toBe(true)
        const words = fold(text).split(/[^\p{L}\p{N}\p{M}]+/u)
        for (const word of words) if (questionOf(word)) expect(finds(text, word)).toBe(true)
        const start = Array.from(words.find((word) => word !== '') ?? '')
          .slice(0, 1 + (cut % 3))
          .join('')
        if (questionOf(start)) expect(finds(text, start)).toBe(true)
      }),
      { numRuns: 500 },
    )
  })
})

describe('the index', () => {
  const text = (id: number, words: string, more: Partial<Searchable> = {}): Searchable => ({
    id,
    roomId: 'room',
    rank: id,
    text: words,
    ...more,
  })

  test('gives the newest first, of one room or of all', () => {
    const index = createSearchIndex()
    index.put([text(1, 'tea'), text(2, 'Tea', { rank: 0 }), text(3, 'team', { roomId: 'other' })])
    expect(index.find(asked('te'))).toEqual([3, 1, 2])
    expect(index.find(asked('te'), 'room')).toEqual([1, 2])
    expect(index.find(asked('te'), 'nowhere')).toEqual([])
  })

  test('forgets what is removed, with its words, and takes a changed text in its place', () => {
    const index = createSearchIndex()
    index.put([text(1, 'secret tea'), text(2, 'tea')])
    const before = index.size()
    index.put([text(1, 'coffee')])
    expect(index.find(asked('secret'))).toEqual([])
    expect(index.find(asked('tea'))).toEqual([2])
    expect(index.find(asked('coffee'))).toEqual([1])
    index.put([text(3, 'another secret')])
    index.remove([3, 1])
    expect(index.size()).toEqual({ texts: 1, postings: before.postings - 2 })
    expect([...index.ids()]).toEqual([2])
    index.remove([2, 99])
    expect(index.size()).toEqual({ texts: 0, postings: 0 })
  })

  test('finds after any changes what looking at each text finds', () => {
    const words = fc.array(fc.constantFrom('tea', 'team', 'ten', '明天', '明日', 'é'), { maxLength: 4 })
    const change = fc.oneof(
      fc.record({ put: fc.array(fc.tuple(fc.nat(9), words), { maxLength: 4 }) }),
      fc.record({ remove: fc.array(fc.nat(9), { maxLength: 3 }) }),
    )
    fc.assert(
      fc.property(
        fc.array(change),
        fc.constantFrom('t', 'te', 'tea', 'tea ten', '明', '明天', 'e'),
        (changes, typed) => {
          const index = createSearchIndex()
          const there = new Map<number, string>()
          for (const one of changes) {
            if ('put' in one) {
              const texts = new Map(one.put.map(([id, said]) => [id, said.join(' ')]))
              for (const [id, said] of texts) there.set(id, said)
              index.put([...texts].map(([id, said]) => text(id, said)))
            } else {
              for (const id of one.remove) there.delete(id)
              index.remove(one.remove)
            }
          }
          const question = asked(typed)
          const expected = [...there].filter(([, said]) => answers(said, question)).map(([id]) => id)
          expect(index.find(question)).toEqual(expected.sort((a, b) => b - a))
        },
      ),
    )
  })
})

describe('an excerpt', () => {
  const marked = (pieces: readonly Piece[]) =>
    pieces.map(({ text: words, isMarked }) => (isMarked ? `[${words}]` : words)).join('')

  test.for([
    ['Un café, s’il vous plaît', 'CAFE plai', 'Un [café], s’il vous [plaî]t'],
    ['我们明天在东京见面', '东京', '我们明天在[东京]见面'],
    ['Straße', 'stras', '[Straß]e'],
    ['tea team', 'tea', '[tea] [tea]m'],
    ['two\nlines', 'lin', 'two [lin]es'],
    ['nothing', 'other', 'nothing'],
  ] as const)('of %s for %s', ([text, typed, expected]) =>
    expect(marked(excerptOf(text, asked(typed)))).toBe(expected),
  )

  test('of a long text shows where it was found', () => {
    const long = `${'before '.repeat(50)}needle${' after'.repeat(50)}`
    const shown = marked(excerptOf(long, asked('needle')))
    expect(shown).toMatch(/^…before (before )*\[needle\] after.*…$/)
    expect(shown.length).toBeLessThan(200)
  })

  test('of any text that is found marks something, and never half a letter', () => {
    fc.assert(
      fc.property(letters, letters, (before, text) => {
        const question = questionOf(text)
        if (!question) return
        const pieces = excerptOf(`${before} ${text}`, question)
        expect(pieces.some(({ isMarked }) => isMarked)).toBe(true)
        for (const piece of pieces) expect(piece.text.isWellFormed()).toBe(true)
      }),
    )
  })
})
