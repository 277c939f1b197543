import { readFile } from 'node:fs/promises'
import { parseMessagesFile } from '@wxt-dev/i18n/build'
import { describe, expect, test } from 'vitest'

type Messages = Awaited<ReturnType<typeof parseMessagesFile>>
type Message = Messages[number]

const files = { en: 'locales/en.yml', zh_CN: 'locales/zh_CN.yml' }
const [en, zhCn] = await Promise.all([readMessages(files.en), readMessages(files.zh_CN)])

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

test('both languages have the same words, forms and placeholders', () => {
  const shapes = (messages: Messages) =>
    Object.fromEntries(messages.map((message) => [keyOf(message), shapeOf(message)]))
  expect(shapes(zhCn)).toEqual(shapes(en))
})

describe.each([
  ['en', en],
  ['zh_CN', zhCn],
])('%s', (_, messages) => {
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
  const untranslated = zhCn.filter((message) => !/\p{Script=Han}/u.test(textsOf(message).join('')))
  expect(
    untranslated
      .map(keyOf)
      .filter((key) => !['extensionName', 'people.nameAndMark', 'chat.bytesLeft'].includes(key)),
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
