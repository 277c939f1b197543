import type { IncomingMessage } from 'node:http'
import { TLSSocket } from 'node:tls'
import { isAddress, type Networks } from './addresses.ts'

/** Entries of `--allowed-origins` that stand for more than one origin, or for none. */
const everything = '*'
const anyExtension = 'extensions'
const ownPage = 'self'
const noOrigin = 'none'

/** What may connect unless told otherwise: no web page but the relay's own. */
export const defaultOrigins = [anyExtension, noOrigin, ownPage] as const

/** Names outside public DNS, which a stranger's site cannot have. */
const localName = /(^[^.]+|\.(localhost|local|internal|home\.arpa))$/

/** An origin as browsers write it: whole, alone, without a path. */
const writtenOrigin = /^([a-z][a-z0-9+.-]*):\/\/[^\s,/?#@]+$/

/** Chrome's extensions have an id of letters, Firefox' and Safari's a UUID. */
const extensionOrigin = /^[a-z][a-z-]*-extension:\/\/[A-Za-z0-9-]+$/

/** True where an entry of `--allowed-origins` can match anything. */
export function isOriginEntry(entry: string): boolean {
  if ([everything, anyExtension, ownPage, noOrigin].includes(entry)) return true
  if (/^https?:\/\/[^*]/.test(entry)) return URL.parse(entry)?.origin === entry
  return /^[a-z][a-z0-9+.-]*:\/\/(\*|[^\s,/?#@*]+)$/.test(entry)
}

/**
 * True when a request comes from an origin on the list. `scheme://*` stands for every origin of a scheme: Firefox gives
 * an extension a random id on each machine. This keeps web pages out, not programs: those can send any origin.
 */
export function isAllowedOrigin(
  request: IncomingMessage,
  allowed: readonly string[],
  proxies: Networks,
): boolean {
  if (allowed.includes(everything)) return true
  const origin = originOf(request)
  if (origin === undefined) return allowed.includes(noOrigin)
  const scheme = writtenOrigin.exec(origin)?.[1]
  if (scheme === undefined) return false
  if (allowed.includes(origin) || allowed.includes(`${scheme}://*`)) return true
  if (allowed.includes(anyExtension) && extensionOrigin.test(origin)) return true
  return allowed.includes(ownPage) && isOwnPage(origin, request, proxies)
}

/**
 * True when a request without an Origin can't be that of a page whose name was made to point here: a browser sends none
 * with a GET to where the page itself came from. Only the name in Host tells the two apart. `GET /turn` asks this; a
 * handshake needn't, since browsers send an Origin with each.
 */
export function isNoRebound(
  request: IncomingMessage,
  allowed: readonly string[],
  proxies: Networks,
): boolean {
  if (request.headers.origin !== undefined || allowed.includes(everything)) return true
  const isProxied = proxies.has(request.socket.remoteAddress ?? '')
  return hostsOf(request, isProxied).every((host) => {
    const hostname = URL.parse(`http://${host}`)?.hostname
    return hostname !== undefined && isVouchedFor(hostname, request, isProxied)
  })
}

/** A request's origin; `null`, as a sandboxed frame's, if all we know is that a page of another site sent it. */
function originOf({ headers }: IncomingMessage): string | undefined {
  const { origin, 'sec-fetch-site': site } = headers
  if (origin !== undefined) return origin
  // Browsers send no Origin with a GET whose answer the page cannot read, such as an image's.
  return site === 'cross-site' || site === 'same-site' ? 'null' : undefined
}

/**
 * Whether a name is ours: a public one only if a trusted proxy or a certificate vouches for it, since any site can point
 * its name at this machine (DNS rebinding).
 */
function isVouchedFor(hostname: string, request: IncomingMessage, isProxied: boolean): boolean {
  return isProxied || request.socket instanceof TLSSocket || isAddress(hostname) || localName.test(hostname)
}

/** True when the request goes to where a page of this origin was loaded from. */
function isOwnPage(origin: string, request: IncomingMessage, proxies: Networks): boolean {
  const page = URL.parse(origin)
  if (page === null || !/^https?:$/.test(page.protocol) || page.origin !== origin) return false
  const isProxied = proxies.has(request.socket.remoteAddress ?? '')
  if (!isVouchedFor(page.hostname, request, isProxied)) return false
  return hostsOf(request, isProxied).some((host) => {
    return URL.parse(`${page.protocol}//${host}`)?.origin === origin
  })
}

/** The host as the client asked for it. A proxy that replaces it with its own keeps it in X-Forwarded-Host. */
function hostsOf({ headers }: IncomingMessage, isProxied: boolean): string[] {
  const forwarded = isProxied ? headers['x-forwarded-host'] : undefined
  const hosts = forwarded === undefined ? (headers.host ?? '') : String(forwarded)
  return hosts.split(',').map((host) => host.trim())
}
