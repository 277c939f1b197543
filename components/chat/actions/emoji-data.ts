import { languages, type Language } from '@/words/languages.ts'
import { wordsLanguage } from '@/words/words.ts'
import * as v from 'valibot'
import { limits } from '@/engine/base/limits.ts'

/** An emoji, and the words by which it's found. */
export interface EmojiEntry {
  readonly emoji: string
  readonly label: string
  readonly words: string
}

const dataSchema = v.array(
  v.object({
    unicode: v.pipe(v.string(), v.maxLength(limits.maxEmojiCharacters)),
    label: v.string(),
    tags: v.optional(v.array(v.string()), []),
    order: v.optional(v.number()),
    group: v.optional(v.number()),
  }),
)

/** Components, such as skin tones by themselves. */
const componentGroup = 2

const namesIn: Readonly<Record<Language, () => Promise<{ readonly default: unknown }>>> = {
  en: () => import('emojibase-data/en/compact.json'),
  'zh-CN': () => import('emojibase-data/zh/compact.json'),
}

/** The names of all emoji in the language of the words, in order. */
export async function loadEmoji(): Promise<EmojiEntry[]> {
  const language = languages.find((one) => one === wordsLanguage()) ?? 'en'
  const { default: data } = await namesIn[language]()
  return v
    .parse(dataSchema, data)
    .filter(({ group, order }) => order !== undefined && group !== undefined && group !== componentGroup)
    .sort((a, b) => (a.order ?? 0) - (b.order ?? 0))
    .map(({ label, tags, unicode }) => ({
      emoji: unicode,
      label,
      words: [label, ...tags].join(' ').toLocaleLowerCase(),
    }))
}

/** Those whose words have all that is typed. */
export function findEmoji(all: readonly EmojiEntry[], typed: string): readonly EmojiEntry[] {
  const wanted = typed.trim().toLocaleLowerCase().split(/\s+/)
  return all.filter(
    ({ emoji, words }) => emoji === typed.trim() || wanted.every((word) => words.includes(word)),
  )
}
