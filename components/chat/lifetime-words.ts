import { formatLanguage } from '@/words/words.ts'

const units = [
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const

/** How long something is kept, in words: of an odd time, which somebody else may set, the two greatest units. */
export function lifetimeWords(seconds: number): string {
  let left = Math.round(seconds)
  const parts: string[] = []
  for (const [unit, size] of units) {
    const count = Math.floor(left / size)
    if (count === 0 || parts.length === 2) continue
    left -= count * size
    parts.push(
      new Intl.NumberFormat(formatLanguage(), { style: 'unit', unit, unitDisplay: 'long' }).format(count),
    )
  }
  return new Intl.ListFormat(formatLanguage(), { type: 'unit', style: 'long' }).format(parts)
}
