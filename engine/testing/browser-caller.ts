import { expect, onTestFinished } from 'vitest'
import { browserEnvironment } from '../base/browser-environment.ts'
import type { CallLevels, CallView } from '../call/call-view.ts'
import { createCalls, type Calls } from '../call/calls.ts'
import type { Outcome } from '../base/outcome.ts'
import type { Problem } from '../base/problem.ts'
import type { CallAction } from '../call/protocol.ts'
import { join, type Person } from './browser-person.ts'
import { fakeMicrophones, type FakeDevice } from './fake-microphones.ts'
import { listenTo } from './tone.ts'

/** Somebody in a room who can hold calls, with microphones that hum and ears that tell notes apart. */
export interface Caller extends Person {
  readonly microphones: ReturnType<typeof fakeMicrophones>
  readonly connections: RTCPeerConnection[]
  readonly ended: (Problem | undefined)[]
  readonly levels: () => CallLevels
  act(action: CallAction): Promise<Outcome>
  /** Joins the call of the room. */
  call(): Promise<void>
  view(): CallView | undefined
  /** How loud a note comes from anyone, in decibels. */
  hearsNote(hz: number): number
}

/** Joins a room over a real relay, with calls held in this page. */
export async function joinAsCaller(
  name: string,
  roomName: string,
  devices: FakeDevice[],
  how: { mayAsk?: boolean } = {},
): Promise<Caller> {
  const real = browserEnvironment()
  const microphones = fakeMicrophones(devices, how)
  const connections: RTCPeerConnection[] = []
  const ears = new Map<MediaStreamTrack, ReturnType<typeof listenTo>>()
  const ended: (Problem | undefined)[] = []
  let levels: CallLevels = {}
  const held: { calls?: Calls } = {}
  const person = await join(name, roomName, {
    onEvent(event) {
      if (event.type === 'call-signal') held.calls?.handleSignal(event.roomId, event.peerId, event.signal)
      if (event.type === 'room') held.calls?.handleRoom(event.room)
      if (event.type === 'left') held.calls?.handleRoomLeft(event.roomId)
    },
  })
  const calls = createCalls({
    environment: real,
    createConnection() {
      const connection = real.createPeerConnection()
      connections.push(connection)
      connection.addEventListener('track', ({ track }) => ears.set(track, listenTo(track)))
      return connection
    },
    database: person.database,
    wire: {
      announce: person.engine.announceCall,
      send: person.engine.sendCall,
      countMalformed: person.engine.countMalformedCall,
    },
    microphones: microphones.system,
    onView: (view, problem) => {
      if (!view) ended.push(problem)
    },
    onLevels: (told) => (levels = told),
  })
  held.calls = calls
  for (const room of person.engine.snapshot().rooms) calls.handleRoom(room)
  onTestFinished(async () => {
    await calls.act({ type: 'hang-up' })
    for (const ear of ears.values()) ear.stop()
  })

  return {
    ...person,
    microphones,
    connections,
    ended,
    levels: () => levels,
    act: calls.act,
    async call() {
      expect(await calls.act({ type: 'join', roomId: person.roomId() })).toEqual({
        ok: true,
        value: undefined,
      })
    },
    view: calls.view,
    hearsNote: (hz) => Math.max(-Infinity, ...[...ears.values()].map((ear) => ear.decibelsAt(hz))),
  }
}
