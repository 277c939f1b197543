import { formatLanguage } from '@/words/words.ts'

/** A formatter in the language of the words, made at its first use and kept: making one costs more than a message. */
function formatter(options: Intl.DateTimeFormatOptions): (atMs: number) => string {
  const made = new Map<string, Intl.DateTimeFormat>()
  return (atMs) => {
    const language = formatLanguage()
    const kept = made.get(language) ?? new Intl.DateTimeFormat(language, options)
    made.set(language, kept)
    return kept.format(atMs)
  }
}

/** 14:05 */
export const shortTime = formatter({ hour: '2-digit', minute: '2-digit' })
/** 14:05:09.123, to tell the steps of a connection apart. */
export const preciseTime = formatter({
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
  hourCycle: 'h23',
})
/** Sunday, November 22, 2026 */
export const fullDay = formatter({ dateStyle: 'full' })
export const fullTime = formatter({ dateStyle: 'full', timeStyle: 'medium' })
