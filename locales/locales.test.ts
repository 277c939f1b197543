import { readdir, readFile } from 'node:fs/promises'
import { parseMessagesFile } from '@wxt-dev/i18n/build'
import { describe, expect, test } from 'vitest'
import { landingLanguages } from '../relay/src/landing-words.ts'

type Messages = Awaited<ReturnType<typeof parseMessagesFile>>
type Message = Messages[number]

const files = (await readdir('locales')).filter((file) => file.endsWith('.yml'))
/** Every file's words, by its language as the browsers call it: `zh_CN`. */
const languages = await Promise.all(
  files.map(async (file) => [file.replace('.yml', ''), await readMessages(`locales/${file}`)] as const),
)
const en = wordsOf('en')

function wordsOf(language: string): Messages {
  return languages.find(([name]) => name === language)?.[1] ?? []
}

/** Ours, without the browser's own (`@@ui_locale`). */
async function readMessages(file: string): Promise<Messages> {
  return (await parseMessagesFile(file)).filter((message) => !keyOf(message).startsWith('@@'))
}

function keyOf(message: Message): string {
  return message.key.join('.')
}
const textsOf = (message: Message) =>
  message.type === 'plural' ? Object.values(message.plurals) : [message.message]
const placeholdersOf = (text: string) => [...text.matchAll(/\$\d/g)].map(([found]) => found).sort()
/** What is said in one piece where a language has no need of two forms still fills in the same. */
const shapeOf = (message: Message) => ({
  type: message.type,
  forms: message.type === 'plural' ? Object.keys(message.plurals) : [],
  placeholders: [...new Set(textsOf(message).flatMap(placeholdersOf))],
})

const shapesOf = (messages: Messages) =>
  Object.fromEntries(messages.map((message) => [keyOf(message), shapeOf(message)]))

test('locales: the relay’s page speaks every language of the panel, English first', () => {
  expect(landingLanguages.map(({ lang }) => lang)).toEqual(
    languages.map(([name]) => name.replace('_', '-')).sort((a, b) => Number(b === 'en') - Number(a === 'en')),
  )
})

describe.each(languages)('%s', (language, messages) => {
  test('has the words, forms and placeholders of English', () => {
    expect(shapesOf(messages)).toEqual(shapesOf(en))
  })

  test.skipIf(language === 'en')('is translated', () => {
    const english = new Map(en.map((message) => [keyOf(message), textsOf(message).join()]))
    const same = messages.filter((message) => english.get(keyOf(message)) === textsOf(message).join())
    // A few are: the extension's name, or a word that two languages share.
    expect(same.length, same.map(keyOf).join()).toBeLessThan(messages.length / 20)
  })

  test('has no empty words and each key once', () => {
    expect(messages.filter((message) => textsOf(message).some((text) => text.trim() === ''))).toEqual([])
    expect(new Set(messages.map(keyOf)).size).toBe(messages.length)
  })

  test('has no bar in a text, at which the library would split', () => {
    expect(messages.flatMap(textsOf).filter((text) => text.includes(' | '))).toEqual([])
  })

  test('puts nothing but the count into a plural', () => {
    // What others chose (a name with ` | ` in it) would be split.
    const plurals = messages.filter((message) => message.type === 'plural')
    expect(plurals.length).toBeGreaterThan(0)
    expect(
      plurals
        .flatMap(textsOf)
        .flatMap(placeholdersOf)
        .filter((found) => found !== '$1'),
    ).toEqual([])
  })
})

test('Chinese is Chinese', () => {
  const untranslated = wordsOf('zh_CN').filter(
    (message) => !/\p{Script=Han}/u.test(textsOf(message).join('')),
  )
  expect(
    untranslated
      .map(keyOf)
      .filter((key) => !['extensionName', 'people.nameAndMark', 'notification.message'].includes(key)),
  ).toEqual([])
})

test('nothing but a count goes into a plural message anywhere in the code', async () => {
  const code = await readFile('components/ui/sentences.ts', 'utf8')
  const plurals = en.filter((message) => message.type === 'plural').map(keyOf)
  const uses = [...code.matchAll(/i18n\.t\('([\w.]+)', ([^)\n]*)\)/g)].filter(([, key]) =>
    plurals.includes(key ?? ''),
  )
  expect(uses.length).toBeGreaterThan(0)
  for (const [, , given] of uses) expect(given).toMatch(/^[\w.]+(\.count|\.length)( - \d)?$/)
})
