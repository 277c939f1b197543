import * as v from 'valibot'
import type { CallEvents, Calls } from '@/engine/call/calls.ts'
import type { CallView } from '@/engine/call/call-view.ts'
import type { Engine } from '@/engine/engine.ts'
import type { Outcome } from '@/engine/base/outcome.ts'
import type { CallRoom } from '@/engine/call/call-room.ts'
import { fromCallerSchema, type FromCaller, type ToCaller } from './call-protocol.ts'
import type { Port } from './port.ts'

/**
 * The host's end of calls that a sidebar holds: in Firefox a microphone opens in a sidebar only, and the rooms are in
 * the event page. The sidebar that joined a call has a port of its own for it; when that breaks, the call is over.
 */
export function createRemoteCalls(
  engine: Pick<Engine, 'announceCall' | 'sendCall' | 'countMalformedCall' | 'turnCredentials'>,
  events: CallEvents,
) {
  const rooms = new Map<string, CallRoom>()
  const callers = new Set<Caller>()
  /** The one whose call runs. */
  let owner: Caller | undefined

  interface Caller {
    readonly port: Port
    /** Where it is in the call. */
    roomId?: string
    view?: CallView
    readonly waiting: Map<number, (outcome: Outcome) => void>
  }
  let lastRequestId = 0

  const withProvided = (room: CallRoom) => ({ room, provided: [...engine.turnCredentials(room.roomId)] })
  const post = (caller: Caller, message: ToCaller) => {
    try {
      caller.port.postMessage(message)
    } catch (error) {
      // It broke; the word of that is on its way.
      console.warn('A sidebar could not be told', error)
    }
  }
  const postAll = (message: ToCaller) => {
    for (const caller of callers) post(caller, message)
  }

  function ask(caller: Caller, action: Parameters<Calls['act']>[0]): Promise<Outcome> {
    lastRequestId += 1
    const requestId = lastRequestId
    return new Promise((resolve) => {
      caller.waiting.set(requestId, resolve)
      post(caller, { type: 'act', requestId, action })
    })
  }

  function announce(caller: Caller, { roomId, state }: Extract<FromCaller, { type: 'announce' }>) {
    if (state) {
      // One call at a time: the sidebar that joined last has it.
      if (owner && owner !== caller) end(owner)
      owner = caller
      caller.roomId = roomId
    } else delete caller.roomId
    if (owner === caller) engine.announceCall(roomId, state)
  }

  /** Another sidebar has joined a call: this one's is over for all to see, before it has heard of that. */
  function end(caller: Caller) {
    if (caller.roomId !== undefined) engine.announceCall(caller.roomId, undefined)
    delete caller.roomId
    if (owner === caller) owner = undefined
    void ask(caller, { type: 'hang-up' })
  }

  function handle(caller: Caller, message: FromCaller) {
    switch (message.type) {
      case 'announce':
        return announce(caller, message)
      case 'send':
        if (owner === caller) engine.sendCall(message.roomId, message.peerId, message.signal)
        return
      case 'malformed':
        return engine.countMalformedCall(message.roomId, message.peerId)
      case 'view':
        if (owner && owner !== caller) return
        if (message.view) caller.view = message.view
        else delete caller.view
        return events.onView(message.view, message.ended)
      case 'levels':
        if (owner === caller) events.onLevels(message.levels)
        return
      case 'done':
        caller.waiting.get(message.requestId)?.(
          message.problem ? { ok: false, problem: message.problem } : { ok: true, value: undefined },
        )
        caller.waiting.delete(message.requestId)
    }
  }

  function handleGone(caller: Caller) {
    callers.delete(caller)
    for (const resolve of caller.waiting.values()) resolve({ ok: false, problem: { kind: 'not-in-call' } })
    if (owner !== caller) return
    owner = undefined
    if (caller.roomId !== undefined) engine.announceCall(caller.roomId, undefined)
    events.onLevels({})
    events.onView(undefined)
  }

  return {
    view: () => owner?.view,
    act: (action): Promise<Outcome> =>
      owner ? ask(owner, action) : Promise.resolve({ ok: false, problem: { kind: 'not-in-call' } }),
    /** The sidebar that holds the call shows it, too. */
    setWatched: () => undefined,
    handleRoom(room) {
      rooms.set(room.roomId, room)
      postAll({ type: 'room', ...withProvided(room) })
    },
    handleRoomLeft(roomId) {
      rooms.delete(roomId)
      postAll({ type: 'left', roomId })
    },
    handleSignal(roomId, peerId, signal) {
      if (owner) post(owner, { type: 'signal', roomId, peerId, signal })
    },
    /** Takes the port of a sidebar that is about to join a call. */
    accept(port: Port) {
      const caller: Caller = { port, waiting: new Map() }
      callers.add(caller)
      port.onMessage((message) => {
        const parsed = v.safeParse(fromCallerSchema, message)
        if (parsed.success) handle(caller, parsed.output)
      })
      port.onDisconnect(() => handleGone(caller))
      post(caller, { type: 'rooms', rooms: [...rooms.values()].map(withProvided) })
    },
  } satisfies Calls & { accept: (port: Port) => void }
}
