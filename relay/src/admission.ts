import type { IncomingMessage } from 'node:http'
import { hasAccessKey } from './access.ts'
import { addressGroup, clientAddress, type Networks } from './addresses.ts'
import { isAllowedOrigin, isNoRebound } from './origins.ts'
import type { RefusalReason } from './refusals.ts'
import type { Room } from './room.ts'
import type { Config } from './settings.ts'

/** Who may come in. */
export interface Admission {
  /** Why a handshake for this room would be refused, or undefined. */
  refusal(request: IncomingMessage, room: string): RefusalReason | undefined
  /** Why this client gets nothing here, or undefined: its origin, or its key. */
  clientRefusal(request: IncomingMessage): RefusalReason | undefined
  /** Why this client gets no TURN credentials here, or undefined: also its host, if that may be a page's trick. */
  turnRefusal(request: IncomingMessage): RefusalReason | undefined
  /** Why this room takes nobody more, or undefined. */
  roomRefusal(room: string): RefusalReason | undefined
  /** Counts a connection of this group of addresses. */
  enter(group: string): void
  /** Counts it no longer. */
  leave(group: string): void
  /** The group of addresses that a request is counted under. */
  groupOf(request: IncomingMessage): string
  connections(): number
  /** From now on everybody is refused. */
  stop(): void
}

/** Makes an admission that nobody has come through yet. */
export function createAdmission(
  config: Config,
  proxies: Networks,
  rooms: ReadonlyMap<string, Room>,
): Admission {
  const { limits } = config
  const perGroup = new Map<string, number>()
  let total = 0
  let stopped = false

  const isFull = (count: number, limit: number) => limit > 0 && count >= limit

  function groupOf(request: IncomingMessage): string {
    const forwarded = request.headers['x-forwarded-for']
    const list = Array.isArray(forwarded) ? forwarded.join(',') : forwarded
    return addressGroup(clientAddress(request.socket.remoteAddress ?? '', list, proxies))
  }

  function clientRefusal(request: IncomingMessage): RefusalReason | undefined {
    // First, so that a page of another origin cannot try keys.
    if (!isAllowedOrigin(request, config.allowedOrigins, proxies)) return 'bad-origin'
    return hasAccessKey(request, config.accessKey) ? undefined : 'no-key'
  }

  function turnRefusal(request: IncomingMessage): RefusalReason | undefined {
    const reason = clientRefusal(request)
    // Such a page has no access key.
    if (reason !== undefined || config.accessKey !== '') return reason
    return isNoRebound(request, config.allowedOrigins, proxies) ? undefined : 'bad-origin'
  }

  function roomRefusal(name: string): RefusalReason | undefined {
    const room = rooms.get(name)
    if (room === undefined) return isFull(rooms.size, limits.maxRooms) ? 'full-rooms' : undefined
    return isFull(room.members.size, limits.maxRoomMembers) ? 'full-room' : undefined
  }

  return {
    refusal(request, room) {
      const reason = clientRefusal(request)
      if (reason !== undefined) return reason
      if (stopped || isFull(total, limits.maxConnections)) return 'full-relay'
      if (isFull(perGroup.get(groupOf(request)) ?? 0, limits.maxConnectionsPerAddress)) return 'full-address'
      return roomRefusal(room)
    },
    clientRefusal,
    turnRefusal,
    roomRefusal,
    enter(group) {
      total += 1
      perGroup.set(group, (perGroup.get(group) ?? 0) + 1)
    },
    leave(group) {
      total -= 1
      const left = (perGroup.get(group) ?? 0) - 1
      if (left > 0) perGroup.set(group, left)
      else perGroup.delete(group)
    },
    groupOf,
    connections: () => total,
    stop: () => (stopped = true),
  }
}
