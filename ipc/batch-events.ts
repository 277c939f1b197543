import type { EngineEvent } from '@/engine/engine.ts'
import type { LogEntry, RoomView } from '@/engine/view.ts'
import type { Update } from './protocol.ts'
import { limits } from '@/engine/base/limits.ts'

/** The gist of a room in which nothing happened yet. */
const gistOfNothing = [false, 0].join()

/**
 * Paces what panels are told. Host and panel share one thread in Chrome (an extension has one renderer process), so
 * whatever a panel draws while a link is being made holds up that link.
 *
 * A peer who is connected or no longer, a problem and the end of a room are told at once. The steps between, who is in
 * the call and the log go together, a moment later. A new room is told with its first such news, or after `newRoomPaceMs`, before a
 * person would notice.
 */
export function batchEvents(tell: (update: Update) => void) {
  const changed = new Map<string, RoomView>()
  const told = new Map<string, string>()
  let entries: LogEntry[] = []
  let timer: ReturnType<typeof setTimeout> | undefined
  let flushAtMs = Infinity

  /** What of a room must not wait; nothing while it is new and there is nothing to say of it. */
  const gist = (room: RoomView) =>
    [
      'problem' in room.relay,
      room.problems.length,
      ...room.peers.flatMap((peer) => (peer.state === 'connected' ? peer.peerId : [])),
    ].join()

  function tellRoom(room: RoomView) {
    changed.delete(room.roomId)
    told.set(room.roomId, gist(room))
    tell({ type: 'room', room })
  }

  function flush() {
    clearTimeout(timer)
    flushAtMs = Infinity
    for (const room of changed.values()) tellRoom(room)
    if (entries.length > 0) tell({ type: 'log', entries })
    entries = []
  }

  /** Tells what waits after that time, or sooner if that was said before. */
  function flushIn(delayMs: number) {
    const atMs = performance.now() + delayMs
    if (atMs >= flushAtMs) return
    clearTimeout(timer)
    flushAtMs = atMs
    timer = setTimeout(flush, delayMs)
  }

  return {
    flush,
    handle(
      event: Exclude<
        EngineEvent,
        { type: 'call-signal' | 'entries' | 'entries-kept' | 'moved' | 'rejoin-queue' }
      >,
    ) {
      if (event.type === 'left') {
        changed.delete(event.roomId)
        told.delete(event.roomId)
        return tell(event)
      }
      if (event.type === 'log') {
        entries.push(event.entry)
        return flushIn(limits.panelPaceMs)
      }
      const { room } = event
      if (gist(room) !== (told.get(room.roomId) ?? gistOfNothing)) return tellRoom(room)
      changed.set(room.roomId, room)
      flushIn(told.has(room.roomId) ? limits.panelPaceMs : limits.newRoomPaceMs)
    },
  }
}
