import { limits } from '@/engine/base/limits.ts'
import { utf8Bytes } from '@/engine/wire/channel.ts'

/** What the browser tells of the place that was clicked on a page. */
export interface ClickedPlace {
  readonly selectionText?: string | undefined
  readonly linkUrl?: string | undefined
  readonly srcUrl?: string | undefined
  readonly pageUrl?: string | undefined
}

const ellipsis = '…'

/**
 * What a person wants to tell of a page, as a draft: the selection as a quote above the page's address, else the link,
 * and where that is an image its address below, else the page's address. Empty where there is nothing to tell of.
 */
export function draftOfPlace({ selectionText, linkUrl, srcUrl, pageUrl }: ClickedPlace): string {
  const quote = selectionText?.trim() ?? ''
  if (quote !== '') {
    const address = addressOf(pageUrl)
    const roomBytes = limits.maxMessageTextBytes - utf8Bytes(address) - 1
    return join(clip(quoted(quote), roomBytes), address)
  }
  const places = join(addressOf(linkUrl), addressOf(srcUrl))
  return places === '' ? addressOf(pageUrl) : places
}

const join = (...parts: readonly string[]) => parts.filter((part) => part !== '').join('\n')

const quoted = (text: string) =>
  text
    .split(/\r\n|[\r\n]/)
    .map((line) => `> ${line}`.trimEnd())
    .join('\n')

/**
 * Only what another browser can open: an image that is spelled out (`data:`), or lives in that tab alone, has no
 * address. Two of them fit into one message.
 */
function addressOf(url: string | undefined): string {
  if (url === undefined || !/^(https?|ftp|mailto|tel|magnet):/i.test(url)) return ''
  return utf8Bytes(url) < limits.maxMessageTextBytes / 2 ? url : ''
}

/** A text that is too long for a message is cut, and shows it. */
function clip(text: string, maxBytes: number): string {
  if (utf8Bytes(text) <= maxBytes) return text
  const bytes = new TextEncoder().encode(text).subarray(0, maxBytes - utf8Bytes(ellipsis))
  // A character that was cut in two is left out.
  return new TextDecoder().decode(bytes, { stream: true }) + ellipsis
}
