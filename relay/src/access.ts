import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

/** True when no key is asked for, or when the request carries it as `?key=…` or as a bearer token. */
export function hasAccessKey(request: IncomingMessage, accessKey: string): boolean {
  if (accessKey === '') return true
  const query = /\?(.*)$/s.exec(request.url ?? '')?.[1] ?? ''
  const key = bearerToken(request) ?? new URLSearchParams(query).get('key')
  return key !== null && sameSecret(key, accessKey)
}

/** True when the request carries this bearer token. */
export function hasBearerToken(request: IncomingMessage, token: string): boolean {
  const given = bearerToken(request)
  return given !== undefined && sameSecret(given, token)
}

function bearerToken(request: IncomingMessage): string | undefined {
  return /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1]
}

/** Compares in a time that tells nothing about where two secrets differ. */
function sameSecret(one: string, other: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(one), digest(other))
}
