import { nameKey } from '@/engine/identity/name-key.ts'
import { markdownLimits } from './markdown-limits.ts'
import type { Target } from './tree.ts'

/** Scripts that are written together in one word. */
const together = [
  ['Latin', 'Han', 'Hiragana', 'Katakana'],
  ['Latin', 'Han', 'Hangul'],
  ['Latin', 'Han', 'Bopomofo'],
]
const scripts = [
  ...new Set(together.flat()),
  ...[
    'Cyrillic',
    'Greek',
    'Armenian',
    'Hebrew',
    'Arabic',
    'Devanagari',
    'Thai',
    'Georgian',
    'Bengali',
    'Tamil',
  ],
].map((name) => ({ name, letter: new RegExp(String.raw`\p{Script=${name}}`, 'u') }))
const anyScript = /\p{L}/u
const hostCharacters = /^[\p{L}\p{M}\p{N}-]+$/u
const ascii = /^[\x20-\x7e]*$/

/** Whether a host's label can be taken for nothing but what it is. */
function isPlainLabel(label: string): boolean {
  if (ascii.test(label)) return true
  if (!hostCharacters.test(label) || label.normalize('NFKC') !== label) return false
  // All of its letters look Latin, though they are of one script.
  if (ascii.test(nameKey(label))) return false
  const used = new Set<string>()
  for (const letter of label) {
    if (anyScript.test(letter))
      used.add(scripts.find((script) => script.letter.test(letter))?.name ?? 'other')
  }
  return used.size <= 1 || together.some((set) => [...used].every((name) => set.includes(name)))
}

/**
 * How a bare address is written out: as typed, but with its host in punycode where the typed one mixes scripts or looks
 * like another, and with the host once more where a user name stands before it.
 */
export function shownHost(typed: string, { host }: Target): { shown: string; showsHost: boolean } {
  const start = typed.indexOf('://') + 1 && typed.indexOf('://') + 3
  const length = typed.slice(start).search(/[/?#]/)
  const authority = length === -1 ? typed.slice(start) : typed.slice(start, start + length)
  const typedHost = authority.slice(authority.lastIndexOf('@') + 1).replace(/:\d*$/, '')
  const showsHost = authority.includes('@')
  const isPlain = typedHost.toLowerCase() === host || typedHost.toLowerCase().split('.').every(isPlainLabel)
  if (isPlain) return { shown: typed, showsHost }
  const hostStart = start + authority.lastIndexOf('@') + 1
  return { shown: typed.slice(0, hostStart) + host + typed.slice(hostStart + typedHost.length), showsHost }
}

const invisible = /[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cc}]/gu
const hostLike = /[\p{L}\p{M}\p{N}-]+(?:\.[\p{L}\p{M}\p{N}-]+)+/gu

const isVersion = (name: string) => /^\d+(?:\.\d+){1,2}$/.test(name)

/** Whether a link's words name a host that isn't the one it leads to (or are too long to tell). */
export function namesOtherHost(words: string, { host }: Target): boolean {
  if (words.length > markdownLimits.maxLinkWordsCharacters) return true
  const read = words
    .replace(invisible, '')
    .normalize('NFKC')
    .replace(/[。｡․]/g, '.')
    .toLowerCase()
  const names = (read.match(hostLike) ?? []).map((name) => name.replace(/^www\./, ''))
  const real = host.replace(/^www\./, '')
  return names.some((name) => name !== real && !real.endsWith(`.${name}`) && !isVersion(name))
}
