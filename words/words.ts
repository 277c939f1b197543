import { FluentBundle, type FluentResource } from '@fluent/bundle'
import type { Words } from '#words'
import { isolated } from './isolated.ts'

export type WordKey = keyof Words
/** Nothing more for a sentence that stands as it is; what to fill in for any other. */
type Given<Key extends WordKey> = Words[Key] extends undefined ? [] : [given: Words[Key]]

interface Spoken {
  /** The language of the words. */
  readonly language: string
  /** How numbers, dates and lists are written: the same language, perhaps of another country. */
  readonly format: string
  readonly bundle: FluentBundle
}

let spoken: Spoken | undefined
let noteUse: () => unknown = () => undefined

/** From now on every sentence is in this language. */
export function speakWords(language: string, format: string, words: Pick<FluentResource, 'body'>) {
  // Isolated here and not by the library, which would wrap every argument (`isolated`).
  const bundle = new FluentBundle(format, { useIsolating: false })
  const [error] = bundle.addResource(words)
  if (error) throw error
  spoken = { language, format, bundle }
}

/** Has a function called at each use of the words, by which a page knows what to show anew in another language. */
export function onUseOfWords(note: () => unknown) {
  noteUse = note
}

/** The language of the words: `zh-CN`. */
export const wordsLanguage = () => current().language
/** For every `Intl`: never another language than that of the words. */
export const formatLanguage = () => current().format

function current(): Spoken {
  noteUse()
  if (!spoken) throw new Error('Words are used before they were loaded.')
  return spoken
}

/** A sentence in the language of the person. A missing key or argument does not compile. */
export function t<Key extends WordKey>(key: Key, ...[given]: Given<Key>): string {
  const { bundle, language } = current()
  const value = bundle.getMessage(key)?.value
  // A test compares the keys of all languages.
  if (value === null || value === undefined) throw new Error(`There are no words for “${key}”.`)
  return bundle.formatPattern(value, given && isolatedIn(given, language))
}

function isolatedIn(given: Readonly<Record<string, number | string>>, language: string) {
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => [
      name,
      typeof value === 'string' ? isolated(value, language) : value,
    ]),
  )
}

/** Names as a person lists them. */
export function listOf(names: readonly string[]): string {
  const { format, language } = current()
  const list = new Intl.ListFormat(format, { type: 'conjunction' })
  return list.format(names.map((name) => isolated(name, language)))
}
