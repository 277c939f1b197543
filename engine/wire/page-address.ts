import type { Problem } from '../base/problem.ts'
import { limits } from '../base/limits.ts'

/** A room for those on one page, or for those anywhere on its site. */
export type PageScope = 'page' | 'site'

/**
 * The canonical address of a page: scheme, host and path, and nothing that tells one visitor from another (query,
 * fragment, credentials), percent-encoded bytes in capitals. A whole site's has no path, not even `/`, and is so told apart from its front page's.
 */
export function canonicalPageAddress(
  url: string,
  scope: PageScope,
): { address: string } | { problem: Problem } {
  const unfit = { problem: { kind: 'page-unfit' as const } }
  if (!URL.canParse(url)) return unfit
  const { protocol, origin, pathname } = new URL(url)
  if (protocol !== 'http:' && protocol !== 'https:') return unfit
  // The URL standard leaves both `%c3` and `%C3` as they are; they are one page.
  const path = pathname.replace(/%[\da-f]{2}/gi, (byte) => byte.toUpperCase())
  const address = scope === 'site' ? origin : origin + path
  return address.length > limits.maxPageAddressCharacters ? unfit : { address }
}

/** Whether a text is such an address, as it must be. */
export function isPageAddress(text: string): boolean {
  return (['page', 'site'] as const).some((scope) => {
    const canonical = canonicalPageAddress(text, scope)
    return 'address' in canonical && canonical.address === text
  })
}
