import type { CallEvents, Calls } from '@/engine/call/calls.ts'
import type { Engine, EngineEvent } from '@/engine/engine.ts'
import { serveCommands } from './commands.ts'
import type { Update } from './protocol.ts'
import { batchCall } from './batch-call.ts'
import { batchEvents } from './batch-events.ts'
import type { Port } from './port.ts'

/**
 * The host's end of the ports to panels: runs what they ask for, and tells every panel what the engine tells. Panels
 * come and go; the engine does not notice.
 */
export function servePanels<HeldCalls extends Calls>(
  createEngine: (onEvent: (event: EngineEvent) => void) => Engine,
  createCalls: (engine: Engine, events: CallEvents) => HeldCalls,
  /** A person turned to a room in a panel, or away from one. */
  onSeenChange: (turnedTo: string | undefined) => void = () => undefined,
) {
  const ports = new Set<Port>()
  const tellAll = (update: Update) => {
    for (const port of ports) post(port, update)
  }
  const pace = batchEvents(tellAll)
  const engine = createEngine((event) => {
    if (event.type === 'call-signal') return calls.handleSignal(event.roomId, event.peerId, event.signal)
    if (event.type === 'rejoin-queue') return
    if (event.type === 'entries') return tellAll({ ...event, entries: [...event.entries] })
    if (event.type === 'entries-kept') {
      return tellAll({ ...event, entries: event.entries.map(({ authorId, seq }) => ({ authorId, seq })) })
    }
    if (event.type === 'moved') return calls.handleRoomLeft(event.roomId)
    pace.handle(event)
    if (event.type === 'room') calls.handleRoom(event.room)
    if (event.type === 'left') calls.handleRoomLeft(event.roomId)
  })
  const callPace = batchCall((view, ended) =>
    tellAll({ type: 'call', ...(view && { call: view }), ...(ended && { ended }) }),
  )
  const calls = createCalls(engine, {
    onView: callPace.handle,
    onLevels: (levels) => tellAll({ type: 'call-levels', levels }),
  })

  function post(port: Port, update: Update) {
    if (!ports.has(port)) return
    try {
      port.postMessage(update)
    } catch (error) {
      // It broke and we were not told yet. Neither the engine nor the other panels may notice.
      console.warn('A panel could not be told', error)
      remove(port)
    }
  }

  const seenRooms = new Map<Port, string>()
  function setSeenRoom(port: Port, roomId: string | undefined) {
    if (roomId === undefined) seenRooms.delete(port)
    else seenRooms.set(port, roomId)
    onSeenChange(roomId)
  }

  /** The panel in which somebody holds the button to talk. */
  let talking: Port | undefined

  function remove(port: Port) {
    ports.delete(port)
    if (seenRooms.has(port)) setSeenRoom(port, undefined)
    // A panel that is gone lets go of nothing, and we would be heard for ever.
    if (talking === port) {
      talking = undefined
      void calls.act({ type: 'hold-to-talk', isHeld: false })
    }
    calls.setWatched(ports.size > 0)
  }

  return {
    engine,
    calls,
    /** Whether a panel shows a room, and is in sight. */
    isSeen: (roomId: string) => [...seenRooms.values()].includes(roomId),
    /** Takes a panel's port; the panel gets a snapshot first. */
    accept(port: Port) {
      // The snapshot has what was not told yet.
      pace.flush()
      callPace.flush()
      ports.add(port)
      calls.setWatched(true)
      port.onDisconnect(() => remove(port))
      const setTalking = (isHeld: boolean) => (talking = isHeld ? port : undefined)
      const context = {
        engine,
        calls,
        setTalking,
        // What it said before it was gone may be carried out afterwards.
        setSeenRoom: (roomId?: string) => ports.has(port) && setSeenRoom(port, roomId),
      }
      serveCommands(port, context, (outcome) => post(port, outcome))
      const call = calls.view()
      post(port, { type: 'snapshot', ...engine.snapshot(), ...(call && { call }) })
    },
  }
}
