import { FluentResource } from '@fluent/bundle'

/** Messages as the browser gets them: already parsed, so that no parser has to come along. */
export type CompiledWords = Pick<FluentResource, 'body'>
type Entry = FluentResource['body'][number]
type Pattern = NonNullable<Entry['value']>
type Expression = Exclude<Exclude<Pattern, string>[number], string>

/** Parses a Fluent file. The library skips what it can't read; here that is an error, since words would be missing. */
export function compileWords(ftl: string): CompiledWords {
  const { body } = new FluentResource(ftl)
  const ids = body.map(({ id }) => id)
  const begun = ftl.split('\n').flatMap((line) => /^(?![#\s}])([^\s=]+)/.exec(line)?.[1] ?? [])
  if (ids.join() !== begun.join()) {
    const unread = begun.find((id, place) => ids[place] !== id) ?? 'the end'
    throw new Error(`Fluent can’t read the words at “${unread}”.`)
  }
  const twice = ids.find((id, place) => ids.indexOf(id) !== place)
  if (twice !== undefined) throw new Error(`There are two messages “${twice}”.`)
  return { body }
}

/** What a message is given to fill in. A `count` chooses between forms, so it must be a number. */
export type ArgumentKind = 'count' | 'any'

/** The arguments of each message by its key. */
export function argumentsOf({ body }: CompiledWords): Map<string, Map<string, ArgumentKind>> {
  return new Map(
    body.map(({ id, value }) => {
      const found = new Map<string, ArgumentKind>()
      if (value !== null) collect(value, found)
      return [id, found]
    }),
  )
}

function collect(pattern: Pattern, found: Map<string, ArgumentKind>) {
  if (typeof pattern === 'string') return
  for (const part of pattern) if (typeof part !== 'string') collectFrom(part, found)
}

function collectFrom(part: Expression, found: Map<string, ArgumentKind>) {
  if (part.type === 'var') {
    if (!found.has(part.name)) found.set(part.name, 'any')
  } else if (part.type === 'select') {
    if (part.selector.type === 'var') found.set(part.selector.name, 'count')
    for (const { value } of part.variants) collect(value, found)
  }
}

/** The type that holds every key with its arguments, for `t()`. */
export function typeOfWords(words: CompiledWords): string {
  const lines = [...argumentsOf(words)].map(([key, found]) => {
    const fields = [...found].map(
      ([name, kind]) => `readonly ${name}: ${kind === 'count' ? 'number' : 'number | string'}`,
    )
    return `    '${key}': ${fields.length === 0 ? 'undefined' : `{ ${fields.join('; ')} }`}`
  })
  return `// Generated from locales/en.ftl
declare module '#words' {
  export interface Words {
${lines.join('\n')}
  }
}
`
}
