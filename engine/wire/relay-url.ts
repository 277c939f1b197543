import type { Problem } from '../base/problem.ts'
import { limits } from '../base/limits.ts'

const hasScheme = /^([a-z][a-z0-9+.-]*):\/\//i
/** Chrome lets a host have a space in it, as `%20`. Names in other scripts are punycode by now. */
const plainHost = /^(\[[\da-f:.]+\]|[\w.-]+)$/i
const webSocketScheme: Readonly<Record<string, string>> = { 'http:': 'ws:', 'https:': 'wss:' }

/** Parses what a person typed as a relay's address. */
export function parseRelayUrl(typed: string): { relayUrl: string } | { problem: Problem } {
  const text = typed.trim()
  if (text === '') return { problem: { kind: 'relay-url-empty' } }
  if (text.length > limits.maxRelayUrlCharacters) return { problem: { kind: 'relay-url-unreadable' } }
  const scheme = hasScheme.exec(text)?.[1]
  if (scheme === undefined) {
    // `localhost:8080/ws`, which URL would read as the scheme `localhost:`.
    return URL.canParse(`ws://${text}`)
      ? { problem: { kind: 'relay-url-scheme', scheme: '', suggestion: `ws://${text}` } }
      : { problem: { kind: 'relay-url-unreadable' } }
  }
  if (!URL.canParse(text)) return { problem: { kind: 'relay-url-unreadable' } }
  const url = new URL(text)
  if (url.protocol !== 'ws:' && url.protocol !== 'wss:') {
    const suggestion = (webSocketScheme[url.protocol] ?? 'ws:') + text.slice(scheme.length + 1)
    return { problem: { kind: 'relay-url-scheme', scheme: `${scheme}:`, suggestion } }
  }
  if (url.username !== '' || url.password !== '' || !plainHost.test(url.hostname)) {
    return { problem: { kind: 'relay-url-unreadable' } }
  }
  url.hash = ''
  return { relayUrl: url.href }
}

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
