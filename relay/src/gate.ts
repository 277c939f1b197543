import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import { addressGroup, type Networks } from './addresses.ts'
import type { Limits } from './limits.ts'

/**
 * Cuts TCP connections above what could ever become WebSockets, before they cost a request:
 * in total, and from one address unless a trusted proxy speaks for many behind it.
 */
export function guardConnections(server: Server, limits: Limits, proxies: Networks) {
  const { maxConnections, maxPendingHandshakes, maxConnectionsPerAddress } = limits
  if (maxConnections > 0 && maxPendingHandshakes > 0) {
    server.maxConnections = maxConnections + maxPendingHandshakes
  }
  if (maxConnectionsPerAddress === 0) return

  const perGroup = new Map<string, number>()
  server.on('connection', (socket: Socket) => {
    const peer = socket.remoteAddress ?? ''
    if (proxies.has(peer)) return
    const group = addressGroup(peer)
    const count = (perGroup.get(group) ?? 0) + 1
    // Twice as many as may be WebSockets: the others must be able to ask, and to be told no.
    if (count > 2 * maxConnectionsPerAddress) {
      socket.resetAndDestroy()
      return
    }
    perGroup.set(group, count)
    // Not `once`, which would keep a wrapper for as long as the connection lives.
    socket.on('close', () => leave(group))
  })

  function leave(group: string) {
    const left = (perGroup.get(group) ?? 0) - 1
    if (left > 0) perGroup.set(group, left)
    else perGroup.delete(group)
  }
}
