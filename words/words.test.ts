import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { argumentsOf, compileWords, typeOfWords } from './compile.ts'
import { manifestMessages } from './manifest-messages.ts'
import { listOf, speakWords, t } from './words.ts'

const words = compileWords(await readFile('locales/en.ftl', 'utf8'))

describe('words', () => {
  test('a count chooses the form and is written as the language writes it', () => {
    speakWords('en', 'en-US', words)
    expect(t('rooms-unread', { count: 1 })).toBe('1 new message')
    expect(t('rooms-unread', { count: 12_345 })).toBe('12,345 new messages')
  })

  test('a name of the sentence’s own direction stays as it is, for whatever compares it', () => {
    speakWords('en', 'en', words)
    expect(t('rooms-forget-named', { room: 'Küche {$x} | a' })).toBe('Forget “Küche {$x} | a”')
  })

  test.each(['שלום', 'مرحبا', 'a\u202Eb'])('the name %j cannot turn a sentence around', (name) => {
    speakWords('en', 'en', words)
    expect(t('rooms-forget-named', { room: name })).toBe(`Forget “\u2068${name}\u2069”`)
    expect(listOf(['Ada', name])).toBe(`Ada and \u2068${name}\u2069`)
  })

  test('in a language from right to left every name is isolated', () => {
    speakWords('ar', 'ar', compileWords('rooms-forget-named = انس { $room }'))
    expect(t('rooms-forget-named', { room: 'Ada' })).toBe('انس \u2068Ada\u2069')
  })

  test('a key that a language lacks is an error, never silence', () => {
    speakWords('en', 'en', compileWords('chat-send = Send'))
    expect(() => t('chat-message')).toThrow('chat-message')
  })
})

describe('compiling', () => {
  test.each([
    'a b = c',
    'good = Good\nbad = { $',
    'same = One\nsame = Two',
    'bad = { $count ->\n [one] x\n}',
  ])('refuses %j, which the library would skip or take the last of', (ftl) =>
    expect(() => compileWords(ftl)).toThrow(),
  )

  test('finds the arguments in every form, and which of them counts', () => {
    const ftl = 'x = { $count ->\n    [one] { $name }\n   *[other] { $count } of { $max }\n  }\ny = Plain'
    expect(argumentsOf(compileWords(ftl))).toEqual(
      new Map([
        [
          'x',
          new Map([
            ['count', 'count'],
            ['name', 'any'],
            ['max', 'any'],
          ]),
        ],
        ['y', new Map()],
      ]),
    )
    expect(typeOfWords(compileWords(ftl))).toContain(
      "'x': { readonly count: number; readonly name: number | string; readonly max: number | string }",
    )
  })

  test('gives the manifest its words, and nothing that it would have to fill in', () => {
    expect(manifestMessages('en', words)).toMatchObject({
      name: { message: 'Sidetone' },
      hang_up: {},
      language: { message: 'en' },
    })
    expect(() => manifestMessages('en', compileWords('manifest-name = { $x }'))).toThrow('manifest-name')
  })

  test('every key in the manifest has words', async () => {
    const config = await readFile('wxt.config.ts', 'utf8')
    const used = [...config.matchAll(/__MSG_(\w+)__/g)].map(([, key]) => key)
    expect(used.length).toBeGreaterThan(5)
    expect(Object.keys(manifestMessages('en', words)).toSorted()).toEqual(
      [...new Set([...used, 'language'])].toSorted(),
    )
  })
})
