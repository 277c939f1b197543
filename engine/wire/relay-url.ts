import type { Problem } from '../base/problem.ts'
import { limits } from '../base/limits.ts'

const hasScheme = /^([a-z][a-z0-9+.-]*):\/\//i
/** A scheme that somebody began: `ws:/host`, `wss:host`. */
const brokenScheme = /^(wss?|https?):\/?(?=[^/])/i
/** Chrome lets a host have a space in it, as `%20`. Names in other scripts are punycode by now. */
const plainHost = /^(\[[\da-f:.]+\]|[\w.-]+)$/i
/** Where a relay has no certificate: this machine, names without a dot, and private addresses. */
const localHost =
  /^(localhost|[\w-]+|.*\.(local|localhost)|127\..*|10\..*|192\.168\..*|172\.(1[6-9]|2\d|3[01])\..*|169\.254\..*|\[(::1|f[cd].*|fe80:.*)\])$/i
/** What is copied along: unseen characters anywhere, quotes and brackets around. */
const unseen = /[\u00AD\u061C\u200B-\u200F\u202A-\u202E\u2060-\u2064\u2066-\u206F\uFEFF]/g
const around = /^[\s"'`<“”‘’«»]+|[\s"'`>“”‘’«»]+$/g

/** Parses what a person typed as a relay's address. A suggestion is one that this parses. */
export function parseRelayUrl(typed: string): { relayUrl: string } | { problem: Problem } {
  const unreadable = { problem: { kind: 'relay-url-unreadable' as const } }
  if (typed.length > limits.maxPastedInviteCharacters) return unreadable
  const text = typed.replace(unseen, '').replace(around, '')
  if (text === '') return { problem: { kind: 'relay-url-empty' } }
  if (text.length > limits.maxRelayUrlCharacters) return unreadable
  const scheme = hasScheme.exec(text)?.[1]?.toLowerCase()
  if (scheme === 'ws' || scheme === 'wss') {
    const relayUrl = webSocketUrl(text)
    return relayUrl === undefined ? unreadable : { relayUrl }
  }
  const suggestion = suggestionFor(text)
  if (suggestion === undefined) return unreadable
  const written = hasScheme.exec(text)?.[1]
  return {
    problem: { kind: 'relay-url-scheme', scheme: written === undefined ? '' : `${written}:`, suggestion },
  }
}

function webSocketUrl(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined
  const url = new URL(text)
  if (url.username !== '' || url.password !== '' || !plainHost.test(url.hostname)) return undefined
  url.hash = ''
  return url.href
}

/** The same address with a scheme that a relay has, if there is one. */
function suggestionFor(text: string): string | undefined {
  if (text.startsWith('sidetone-invite')) return undefined
  const begun = hasScheme.exec(text) ?? brokenScheme.exec(text)
  const rest = begun ? text.slice(begun[0].length) : text
  const isSecure = /^(wss|https)$/i.test(begun?.[1] ?? '') || !(isPlain(begun?.[1]) || isLocal(rest))
  const suggestion = `${isSecure ? 'wss' : 'ws'}://${rest}`
  return webSocketUrl(suggestion) === undefined ? undefined : suggestion
}

const isPlain = (scheme = '') => /^(ws|http)$/i.test(scheme)
const isLocal = (rest: string) =>
  URL.canParse(`ws://${rest}`) && localHost.test(new URL(`ws://${rest}`).hostname)

/** The room's own address at a relay: `/ws` becomes `/ws/<roomId>`. */
export function roomAddress(relayUrl: string, roomId: string): string {
  const url = new URL(relayUrl)
  url.pathname = `${url.pathname.replace(/\/+$/, '')}/${roomId}`
  return url.href
}

/** The same address for HTTP, to ask whether anything answers there. */
export function httpAddress(relayUrl: string): string {
  return relayUrl.replace(/^ws/, 'http')
}
