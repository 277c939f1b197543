import { browserEnvironment } from '../../engine/base/browser-environment.ts'
import { createCalls, type Calls } from '../../engine/call/calls.ts'
import { createEngine } from '../../engine/engine.ts'
import { SidetoneDatabase } from '../../engine/storage/database.ts'
import { makeTone } from '../../engine/testing/tone.ts'
import type { RoomView } from '../../engine/view.ts'

/** What a page can be asked for that holds the others of a call, each with a tone of their own. */
export interface Voices {
  /** One more joins the room, without a word; resolves when it is linked to the measured person. */
  enter(room: { relayUrl: string; roomName: string; measured: string }): Promise<void>
  /** So many of them are in the call, each with a connection to the measured person only. */
  call(count: number): Promise<void>
}

interface Member {
  readonly calls: Calls
  readonly roomId: string
}

const members: Member[] = []
const lowestHz = 300
const stepHz = 90

/** A microphone that hums. */
function humming(hz: number) {
  const none = () => undefined
  const devices = {
    getUserMedia: () => Promise.resolve(new MediaStream([makeTone(new AudioContext(), [hz])])),
    enumerateDevices: () => Promise.resolve([]),
    addEventListener: none,
    removeEventListener: none,
  }
  return { mediaDevices: devices, permissions: navigator.permissions, mayAsk: true }
}

async function until(isIt: () => boolean) {
  while (!isIt()) await new Promise((resolve) => setTimeout(resolve, 20))
}

const voices: Voices = {
  async enter({ relayUrl, roomName, measured }) {
    const database = new SidetoneDatabase(`voices-${crypto.randomUUID()}`)
    const environment = browserEnvironment()
    const held: { calls?: Calls; room?: RoomView } = {}
    const engine = createEngine({
      database,
      environment,
      onEvent(event) {
        if (event.type === 'call-signal') held.calls?.handleSignal(event.roomId, event.peerId, event.signal)
        if (event.type !== 'room') return
        held.room = event.room
        // For this one nobody else is in the call: what the others say to one another is not measured.
        const peers = event.room.peers.filter((peer) => peer.name === measured)
        held.calls?.handleRoom({ ...event.room, peers })
      },
    })
    const calls = createCalls({
      database,
      environment,
      createConnection: engine.createConnection,
      wire: {
        announce: engine.announceCall,
        send: engine.sendCall,
        countMalformed: engine.countMalformedCall,
      },
      microphones: humming(lowestHz + stepHz * members.length),
      onView: () => undefined,
      onLevels: () => undefined,
    })
    held.calls = calls
    // Nobody looks at how loud they are: that would cost the two sides differently.
    calls.setWatched(false)
    await engine.changeSettings({ call: { playsSounds: false } })
    const joined = await engine.join({ name: `Voice ${members.length}`, relayUrl, roomName })
    if (!joined.ok) throw new Error(`A voice could not join: ${joined.problem.kind}`)
    members.push({ calls, roomId: joined.value.roomId })
    await until(
      () => held.room?.peers.some(({ name, state }) => name === measured && state === 'connected') ?? false,
    )
  },
  async call(count) {
    for (const [i, { calls, roomId }] of members.entries()) {
      if (i >= count) {
        await calls.act({ type: 'hang-up' })
        continue
      }
      const outcome = await calls.act({ type: 'join', roomId })
      if (!outcome.ok) throw new Error(`A voice could not call: ${outcome.problem.kind}`)
      await until(() => calls.view()?.peers[0]?.state === 'connected')
    }
  },
}

Object.assign(globalThis, { voices })
