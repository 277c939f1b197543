import type { Problem } from '../base/problem.ts'
import type { IceServerSetting } from '../storage/database.ts'
import { limits } from '../base/limits.ts'

/** What a person typed into the fields of one server. */
export interface TypedIceServer {
  readonly url: string
  readonly username: string
  readonly credential: string
}

const schemes = ['stun', 'stuns', 'turn', 'turns']
/** RFC 7064 and 7065: scheme, host (IPv6 in brackets), port, and which transport a TURN server is reached by. */
const iceUrl = /^([a-z]+):(\[[\da-f:.]+\]|[\w.-]+)(?::(\d{1,5}))?(\?transport=(?:udp|tcp))?$/i

/** Whether a server relays, as against one that only tells us our address. */
export function isTurn(server: IceServerSetting): boolean {
  return /^turns?:/.test(server.url)
}

/** Parses what a person typed as a STUN or TURN server. */
export function parseIceServer(typed: TypedIceServer): { server: IceServerSetting } | { problem: Problem } {
  const url = typed.url.trim()
  const username = typed.username.trim()
  const { credential } = typed
  if (url === '') return { problem: { kind: 'ice-server-empty' } }
  const [, scheme = '', host, port, transport] = iceUrl.exec(url) ?? []
  const isKnown = schemes.includes(scheme.toLowerCase())
  const isPort = port === undefined || (Number(port) > 0 && Number(port) <= 65_535)
  const isLong = [url, username, credential].some((text) => text.length > limits.maxIceServerCharacters)
  if (host === undefined || !isKnown || !isPort || isLong)
    return { problem: { kind: 'ice-server-unreadable' } }
  // Firefox takes no `transport=TCP`.
  const rest = url.slice(scheme.length, url.length - (transport?.length ?? 0))
  const server = { url: scheme.toLowerCase() + rest + (transport?.toLowerCase() ?? '') }
  if (isTurn(server)) {
    if (username === '' || credential === '') return { problem: { kind: 'turn-credentials-missing' } }
    return { server: { ...server, username, credential } }
  }
  // Browsers refuse a STUN server with a transport.
  return transport === undefined ? { server } : { problem: { kind: 'ice-server-unreadable' } }
}

/** Parses stored servers again, where they come from a panel: all of them, or the first problem. */
export function parseIceServers(
  servers: readonly IceServerSetting[],
): { servers: IceServerSetting[] } | { problem: Problem } {
  if (servers.length > limits.maxIceServers) {
    return { problem: { kind: 'too-many-ice-servers', max: limits.maxIceServers } }
  }
  const parsed: IceServerSetting[] = []
  for (const { url, username = '', credential = '' } of servers) {
    const one = parseIceServer({ url, username, credential })
    if ('problem' in one) return one
    parsed.push(one.server)
  }
  return { servers: parsed }
}
