import { browser } from 'wxt/browser'

/** A formatter in the browser's language, made once and at its first use: making one costs more than a message. */
function formatter(options: Intl.DateTimeFormatOptions): (atMs: number) => string {
  let made: Intl.DateTimeFormat | undefined
  return (atMs) => (made ??= new Intl.DateTimeFormat(browser.i18n.getUILanguage(), options)).format(atMs)
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
