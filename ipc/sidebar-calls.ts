import * as v from 'valibot'
import type { CallEvents, Calls, CallWire } from '@/engine/call/calls.ts'
import type { Outcome } from '@/engine/base/outcome.ts'
import type { IceServerSetting } from '@/engine/storage/database.ts'
import { toCallerSchema, type FromCaller, type ToCaller } from './call-protocol.ts'
import type { CallAction } from '@/engine/call/protocol.ts'
import type { Port } from './port.ts'

/** A sidebar's end of the calls that it holds itself (Firefox); the host has the rooms. See remote-calls.ts. */
export function createSidebarCalls(options: {
  readonly openPort: () => Promise<Port>
  /** The servers that a room's relay provides. */
  readonly onProvided: (roomId: string, servers: readonly IceServerSetting[]) => void
  readonly createCalls: (wire: CallWire, events: CallEvents) => Calls
}) {
  let connecting: Promise<Calls> | undefined

  async function connect(): Promise<Calls> {
    const port = await options.openPort()
    const post = (message: FromCaller) => {
      try {
        port.postMessage(message)
      } catch (error) {
        // The host is gone, and its rooms with it; the word of that is on its way.
        console.warn('The host could not be told', error)
      }
    }
    const calls = options.createCalls(
      {
        announce: (roomId, state) => post({ type: 'announce', roomId, ...(state && { state }) }),
        send: (roomId, peerId, signal) => post({ type: 'send', roomId, peerId, signal }),
        countMalformed: (roomId, peerId) => post({ type: 'malformed', roomId, peerId }),
      },
      {
        onView: (view, ended) => post({ type: 'view', ...(view && { view }), ...(ended && { ended }) }),
        onLevels: (levels) => post({ type: 'levels', levels }),
      },
    )

    async function act(requestId: number, action: CallAction) {
      const outcome = await calls.act(action)
      post({ type: 'done', requestId, ...(!outcome.ok && { problem: outcome.problem }) })
    }

    function handle(message: ToCaller) {
      switch (message.type) {
        case 'rooms':
          for (const { room, provided } of message.rooms) {
            options.onProvided(room.roomId, provided)
            calls.handleRoom(room)
          }
          return
        case 'room':
          options.onProvided(message.room.roomId, message.provided)
          return calls.handleRoom(message.room)
        case 'left':
          return calls.handleRoomLeft(message.roomId)
        case 'signal':
          return calls.handleSignal(message.roomId, message.peerId, message.signal)
        case 'act':
          void act(message.requestId, message.action)
      }
    }

    return new Promise((resolve, reject) => {
      port.onMessage((message) => {
        const parsed = v.safeParse(toCallerSchema, message)
        if (!parsed.success) return
        handle(parsed.output)
        if (parsed.output.type === 'rooms') resolve(calls)
      })
      port.onDisconnect(() => {
        connecting = undefined
        void calls.act({ type: 'hang-up' })
        reject(new Error('The host is gone.'))
      })
    })
  }

  return {
    /** Joins a call in this sidebar. */
    async join(roomId: string): Promise<Outcome> {
      try {
        connecting ??= connect()
        return await (await connecting).act({ type: 'join', roomId })
      } catch (error) {
        console.error('The call could not be joined here', error)
        connecting = undefined
        return { ok: false, problem: { kind: 'host-lost' } }
      }
    },
  }
}
