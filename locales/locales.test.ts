import { readdir, readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { landingLanguages } from '../relay/src/landing-words.ts'
import { argumentsOf, compileWords, type CompiledWords } from '../words/compile.ts'
import { languages as tags } from '../words/languages.ts'

const languages = await Promise.all(
  tags.map(
    async (language) => [language, compileWords(await readFile(`locales/${language}.ftl`, 'utf8'))] as const,
  ),
)
const en = wordsOf('en')

function wordsOf(language: string): CompiledWords {
  const found = languages.find(([name]) => name === language)
  if (!found) throw new Error(`There are no words in ${language}.`)
  return found[1]
}

type Message = CompiledWords['body'][number]
type Pattern = NonNullable<Message['value']>

/** All text of a message, with every form that it has. */
function textsOf(pattern: Pattern): string[] {
  if (typeof pattern === 'string') return [pattern]
  return pattern.flatMap((part) => {
    if (typeof part === 'string') return [part]
    return part.type === 'select' ? part.variants.flatMap(({ value }) => textsOf(value)) : []
  })
}
const textOf = ({ value }: Message) => (value === null ? '' : textsOf(value).join(' '))

/** The forms that a count chooses between, of each message that has any. */
function formsOf({ body }: CompiledWords): (readonly [string, string[]])[] {
  return body.flatMap(({ id, value }) => {
    if (value === null || typeof value === 'string') return []
    const selects = value.flatMap((part) =>
      typeof part !== 'string' && part.type === 'select' ? [part] : [],
    )
    return selects.map(({ variants }) => [id, variants.map(({ key }) => String(key.value)).sort()] as const)
  })
}

const shapesOf = (words: CompiledWords) =>
  Object.fromEntries([...argumentsOf(words)].map(([key, found]) => [key, [...found.keys()].sort()]))

test('locales: each file is among the languages that a person chooses from', async () => {
  const files = (await readdir('locales')).filter((name) => name.endsWith('.ftl'))
  expect(files.toSorted()).toEqual(tags.map((tag) => `${tag}.ftl`).toSorted())
})

test('locales: the relay’s page speaks every language of the panel, English first', () => {
  expect(landingLanguages.map(({ lang }) => lang)).toEqual(tags)
})

describe.each(languages)('%s', (language, words) => {
  test('has the words and arguments of English', () => {
    expect(shapesOf(words)).toEqual(shapesOf(en))
  })

  test.skipIf(language === 'en')('is translated', () => {
    const english = new Map(en.body.map((message) => [message.id, textOf(message)]))
    const same = words.body.filter((message) => english.get(message.id) === textOf(message))
    // A few are: the extension's name, or a word that two languages share.
    expect(same.length, same.map(({ id }) => id).join()).toBeLessThan(words.body.length / 20)
  })

  test('has no empty words', () => {
    const empty = words.body.filter((message) => textOf(message).trim() === '').map(({ id }) => id)
    // It is made of nothing but what is filled in.
    expect(empty.filter((key) => key !== 'start-name')).toEqual([])
  })

  test('has every form that the language tells apart after a count, and no other', () => {
    const categories = new Intl.PluralRules(language).resolvedOptions().pluralCategories.toSorted()
    for (const [id, forms] of formsOf(words)) expect(forms, id).toEqual(categories)
  })
})

test('Chinese is Chinese', () => {
  const untranslated = wordsOf('zh-CN').body.filter((message) => !/\p{Script=Han}/u.test(textOf(message)))
  expect(
    untranslated
      .map(({ id }) => id)
      .filter(
        (key) =>
          ![
            'manifest-name',
            'people-name-and-mark',
            'rooms-summary',
            'start-name',
            'notification-message',
            'call-percent',
            'call-kilobits',
          ].includes(key),
      ),
  ).toEqual([])
})
