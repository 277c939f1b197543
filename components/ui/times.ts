import { shallowRef } from 'vue'
import { formatLanguage } from '@/words/words.ts'

/** How far the clock is from UTC here; what is shown depends on it, since a computer may travel. */
const offsetMinutes = shallowRef(readOffset())

function readOffset() {
  return new Date().getTimezoneOffset()
}

/** Looks whether the time zone is another one; every time that is shown follows. */
export function noteTimeZone() {
  offsetMinutes.value = readOffset()
}

/** A formatter in the language of the words and the zone of the clock, kept: making one costs more than a message. */
function formatter(options: Intl.DateTimeFormatOptions): (atMs: number) => string {
  let made: { language: string; offset: number; format: Intl.DateTimeFormat } | undefined
  return (atMs) => {
    const [language, offset] = [formatLanguage(), offsetMinutes.value]
    if (made?.language !== language || made.offset !== offset) {
      made = { language, offset, format: new Intl.DateTimeFormat(language, options) }
    }
    return made.format.format(atMs)
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
/** Nov 22, 2026, 14:05 */
export const dateAndTime = formatter({ dateStyle: 'medium', timeStyle: 'short' })
