/** Somebody whom a text may name. */
export interface Mentionable {
  readonly peerId: string
  readonly name: string
}

/** What is being typed after an `@` before the caret, and where it begins; undefined where nobody is being named. */
export function mentionAt(text: string, caret: number): { start: number; typed: string } | undefined {
  const before = text.slice(0, caret)
  const start = before.lastIndexOf('@')
  if (start < 0) return undefined
  const typed = before.slice(start + 1)
  // Part of a mail address, or of another line.
  if (/[\p{L}\p{N}]$/u.test(before.slice(0, start)) || typed.includes('\n') || typed.length > 40)
    return undefined
  return { start, typed }
}

const fold = (text: string) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLocaleLowerCase()

/** Those whose names begin with what is typed, or have a word that does; those who are there first, as they come. */
export function completionsOf<Person extends Mentionable>(
  people: readonly Person[],
  typed: string,
): Person[] {
  const wanted = fold(typed)
  const begins = people.filter(({ name }) => fold(name).startsWith(wanted))
  const within = people.filter(
    (person) =>
      !begins.includes(person) &&
      fold(person.name)
        .split(/\s/)
        .some((word) => word.startsWith(wanted)),
  )
  return [...begins, ...within]
}

/** The people whom a text names as `@Name`; the longest name counts, and nothing is named within a word. */
export function mentionedIn(text: string, people: readonly Mentionable[]): string[] {
  const names = [...new Set(people.map(({ name }) => name))].sort((a, b) => b.length - a.length)
  const found = new Set<string>()
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    const rest = text.slice(at + 1)
    const name = names.find((one) => rest.startsWith(one) && !/^[\p{L}\p{N}]/u.test(rest.slice(one.length)))
    if (name !== undefined && !/[\p{L}\p{N}]$/u.test(text.slice(0, at))) found.add(name)
  }
  return people.filter(({ name }) => found.has(name)).map(({ peerId }) => peerId)
}
