import type { CallView } from '@/engine/call/call-view.ts'
import type { RoomView } from '@/engine/view.ts'
import type { ToolbarBadge } from './toolbar-badge-schema.ts'

/** What the toolbar says: in which rooms there is a call, who is in it, whether we are; and how much is unread. */
export function toolbarBadgeOf(
  rooms: readonly RoomView[],
  call: CallView | undefined,
  unreadCount: number,
): ToolbarBadge {
  return {
    rooms: rooms.flatMap((room) => {
      const names = room.peers.filter((peer) => peer.call).map((peer) => peer.name)
      const isOurs = call?.roomId === room.roomId
      return names.length > 0 || isOurs
        ? [{ roomId: room.roomId, roomName: room.roomName, names, isOurs }]
        : []
    }),
    isMuted: call !== undefined && call.microphone !== 'on',
    unreadCount,
    started: [],
  }
}

/** Somebody who was there for so long without a call and now is in one has started it; who comes with one has not. */
const thereBeforeMs = 3_000
/** What happens together is told together, and not while a link is being made. */
const paceMs = 150

/**
 * Watches rooms, our call and what is unread, and tells the toolbar what changes. A call counts as started by somebody whom we saw
 * there before without one, in a room where nobody was in a call.
 */
export function watchForCalls(options: {
  readonly rooms: () => readonly RoomView[]
  readonly call: () => CallView | undefined
  readonly unreadCount: () => number
  readonly show: (badge: ToolbarBadge) => void
  readonly nowMs: () => number
  readonly after: (ms: number, act: () => void) => unknown
}) {
  /** Since when somebody has been linked with us without being in a call, by room and peer. */
  const idleSince = new Map<string, number>()
  let going = new Set<string>()
  let shown = JSON.stringify(toolbarBadgeOf([], undefined, 0))
  let isPlanned = false

  function look() {
    isPlanned = false
    const rooms = options.rooms()
    const badge = toolbarBadgeOf(rooms, options.call(), options.unreadCount())
    const isNew = (roomId: string) => !going.has(roomId)
    const started = rooms.flatMap(({ roomId, roomName, peers }) => {
      const starter = peers.find((peer) => peer.call && wasIdle(`${roomId} ${peer.peerId}`))
      return starter && isNew(roomId) ? [{ roomId, roomName, name: starter.name }] : []
    })
    going = new Set(badge.rooms.map((room) => room.roomId))
    noteIdle(rooms)
    const told = JSON.stringify(badge)
    if (told === shown) return
    shown = told
    options.show({ ...badge, started })
  }

  function wasIdle(key: string): boolean {
    const sinceMs = idleSince.get(key)
    return sinceMs !== undefined && options.nowMs() - sinceMs >= thereBeforeMs
  }

  function noteIdle(rooms: readonly RoomView[]) {
    const idle = rooms.flatMap(({ roomId, peers }) =>
      peers
        .filter((peer) => peer.state === 'connected' && !peer.call)
        .map((peer) => `${roomId} ${peer.peerId}`),
    )
    for (const key of idleSince.keys()) if (!idle.includes(key)) idleSince.delete(key)
    for (const key of idle) if (!idleSince.has(key)) idleSince.set(key, options.nowMs())
  }

  return {
    /** A room, our call or what is unread changed. */
    note() {
      if (isPlanned) return
      isPlanned = true
      options.after(paceMs, look)
    },
  }
}
