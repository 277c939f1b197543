import { onTestFinished } from 'vitest'
import { browserEnvironment } from '../base/browser-environment.ts'
import { createCallLinks, type CallLinks } from '../call/call-links.ts'
import { shapeOpus } from '../call/opus.ts'
import type { Problem } from '../base/problem.ts'
import type { PeerView, RoomView } from '../view.ts'
import type { MicrophoneState } from '../call/call-state.ts'
import type { CallSignal } from '../call/protocol.ts'
import { hum, testContext } from './sound.ts'
import { listenTo } from './tone.ts'

/** Somebody in a call, who hums a note of their own; as music it is in the left ear, and its third harmonic in the right. */
export interface Caller {
  readonly peerId: string
  readonly hz: number
  readonly visit: string
  readonly links: CallLinks
  readonly track: MediaStreamTrack
  readonly connections: RTCPeerConnection[]
  readonly problems: Problem[]
  readonly malformed: string[]
  readonly full: number[]
  /** What it sent, oldest first. */
  readonly said: CallSignal[]
  /** What is done to what it sends. */
  carry: (to: Caller, signal: CallSignal) => CallSignal[]
  /** How loud it hears somebody's note, in decibels; minus infinity where nothing comes. */
  hears(other: Caller): number
  stateOf(other: Caller): string | undefined
  microphone: MicrophoneState
  isMusicMode: boolean
}

/** Callers of one room, whose control channels are the test's, and whose voices go over real connections. */
export function createCallWorld() {
  const callers = new Map<string, Caller>()
  const cuts = new Set<string>()
  const key = (a: Caller, b: Caller) => [a.peerId, b.peerId].sort().join(' ')

  const viewOf = (caller: Caller): RoomView => ({
    roomId: 'room',
    roomName: 'room',
    relayUrl: '',
    me: { peerId: caller.peerId, name: caller.peerId },
    relay: { kind: 'open', address: 'room' },
    problems: [],
    peers: [...callers.values()]
      .filter((other) => other !== caller)
      .map((other): PeerView => ({
        peerId: other.peerId,
        name: other.peerId,
        state: cuts.has(key(caller, other)) ? 'reconnecting' : 'connected',
        call: { visit: other.visit, microphone: other.microphone },
      })),
  })
  const updateAll = () => {
    for (const caller of callers.values()) caller.links.update(viewOf(caller))
  }

  function add(peerId: string, hz: number, { isMusicMode = false } = {}): Caller {
    const real = browserEnvironment()
    const track = hum(testContext(), isMusicMode ? [hz, 3 * hz] : [hz])
    const ears = new Map<string, ReturnType<typeof listenTo>>()
    const connections: RTCPeerConnection[] = []
    const problems: Problem[] = []
    const malformed: string[] = []
    const full: number[] = []
    const said: CallSignal[] = []
    const forget = (id: string) => {
      ears.get(id)?.stop()
      ears.delete(id)
    }
    const links = createCallLinks({
      environment: {
        ...real,
        createPeerConnection(configuration) {
          const connection = real.createPeerConnection(configuration)
          connections.push(connection)
          return connection
        },
      },
      ownId: peerId,
      tracks: () => ({ microphone: caller.microphone === 'on' ? track : null }),
      shaping: shapeOpus(() => caller.isMusicMode),
      send(to, body) {
        const other = callers.get(to)
        if (!other || cuts.has(key(caller, other))) return
        const signal = { ...body, from: caller.visit, to: other.visit }
        said.push(signal)
        for (const carried of caller.carry(other, signal)) {
          // In a turn of its own, as on a channel.
          setTimeout(() => callers.has(peerId) && other.links.handleSignal(peerId, carried))
        }
      },
      onTrack: (id, _slot, track) => {
        forget(id)
        ears.set(id, listenTo(track))
      },
      onGone: forget,
      onCome: () => undefined,
      onLeave: () => undefined,
      onChange: () => undefined,
      onProblem: (problem) => problems.push(problem),
      onFull: (max) => full.push(max),
      onMalformed: (id) => malformed.push(id),
    })
    const caller: Caller = {
      peerId,
      hz,
      visit: real.randomId(),
      links,
      track,
      connections,
      problems,
      malformed,
      full,
      said,
      carry: (_to, signal) => [signal],
      hears: (other) => ears.get(other.peerId)?.decibelsAt(other.hz) ?? -Infinity,
      stateOf: (other) => links.peers.get(other.peerId)?.state,
      microphone: 'on',
      isMusicMode,
    }
    callers.set(peerId, caller)
    updateAll()
    onTestFinished(() => {
      links.close()
      for (const ear of ears.values()) ear.stop()
    })
    return caller
  }

  return {
    add,
    updateAll,
    /** Nothing is said between two any more, or again. Their voices go on. */
    cutControl(a: Caller, b: Caller, isCut: boolean) {
      if (isCut) cuts.add(key(a, b))
      else cuts.delete(key(a, b))
      updateAll()
    },
    /** Somebody leaves the call. */
    remove(caller: Caller) {
      caller.links.close()
      callers.delete(caller.peerId)
      updateAll()
    },
  }
}
