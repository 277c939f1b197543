import { liveQuery } from 'dexie'
import type { Outcome } from '../base/outcome.ts'
import type { Environment } from '../base/environment.ts'
import { storageProblem, problemOf, type Problem } from '../base/problem.ts'
import type { SidetoneDatabase } from '../storage/database.ts'
import { defaultCallSettings, ensureSettings } from '../storage/settings-row.ts'
import type { RoomView } from '../view.ts'
import type { CallAction, CallSignal, CallSignalBody, CallState } from './protocol.ts'
import { limits } from '../base/limits.ts'
import { createCall, isCallFull, type Call } from './call.ts'
import type { CallLevels, CallView } from './call-view.ts'
import { mustAskElsewhere, type MicrophoneSystem } from './microphone-access.ts'

/** The rooms, as far as a call needs them. In Firefox a port lies between. */
export interface CallWire {
  /** Says in a room that we are in its call, or no longer. */
  announce(roomId: string, state: CallState | undefined): void
  /** Says something to a member of the call that we are in. */
  send(roomId: string, peerId: string, signal: CallSignalBody): void
  /** A member sent what does not parse. */
  countMalformed(roomId: string, peerId: string): void
}

/** What is told of calls as it happens. */
export interface CallEvents {
  /** `ended` is why the one before ended, if not because somebody wanted it. */
  readonly onView: (view: CallView | undefined, ended?: Problem) => void
  readonly onLevels: (levels: CallLevels) => void
}

/** The calls of this browser: one at a time. */
export interface Calls {
  readonly view: () => CallView | undefined
  act(action: CallAction): Promise<Outcome>
  /** Whether anybody looks at how loud everybody is; it is assumed. */
  setWatched(isWatched: boolean): void
  handleRoom(room: RoomView): void
  handleRoomLeft(roomId: string): void
  handleSignal(roomId: string, peerId: string, signal: CallSignal): void
}

export interface CallsOptions extends CallEvents {
  readonly environment: Environment
  /** A connection for a room's call, as the person's settings say. Throws a ProblemError where no path is allowed. */
  readonly createConnection: (roomId: string) => RTCPeerConnection
  readonly database: SidetoneDatabase
  readonly wire: CallWire
  readonly microphones: MicrophoneSystem
}

const done: Outcome = { ok: true, value: undefined }
const refused = (problem: Problem): Outcome => ({ ok: false, problem })

/** The calls of this browser, held in this context. */
export function createCalls(options: CallsOptions): Calls {
  const { database } = options
  const rooms = new Map<string, RoomView>()
  let current: Call | undefined
  let isWatched = true
  let joining: Promise<unknown> = Promise.resolve()
  let stopWatching = () => {}

  /** One after the other: two panels may press at once. */
  function joinInTurn(roomId: string): Promise<Outcome> {
    const outcome = joining.then(() => join(roomId))
    joining = outcome.catch(() => undefined)
    return outcome
  }

  async function join(roomId: string): Promise<Outcome> {
    const room = rooms.get(roomId)
    if (!room) return refused({ kind: 'not-joined' })
    if (current?.roomId === roomId) return done
    if (isCallFull(room)) return refused({ kind: 'call-full', max: limits.maxCallVoices })
    // The panel asks first: the call begins when the person has answered.
    if (await mustAskElsewhere(options.microphones)) return refused({ kind: 'microphone-prompt' })
    let settings
    try {
      settings = (await ensureSettings(database)).call
    } catch (error) {
      return refused(storageProblem(error))
    }
    // Left while we waited.
    const joined = rooms.get(roomId)
    if (!joined) return refused({ kind: 'not-joined' })
    current?.end()
    const call: Call = createCall({
      ...options,
      environment: {
        ...options.environment,
        createPeerConnection: () => options.createConnection(roomId),
      },
      room: joined,
      settings,
      isWatched,
      onEnd: handleEnd,
    })
    current = call
    const watching = liveQuery(() => database.settings.get('own')).subscribe({
      next: (row) =>
        void (row && call.change({ ...defaultCallSettings, ...row.call }).catch(() => undefined)),
      error: () => undefined,
    })
    stopWatching = () => watching.unsubscribe()
    return done
  }

  function handleEnd(problem?: Problem) {
    stopWatching()
    current = undefined
    options.onLevels({})
    options.onView(undefined, problem)
  }

  /** What is asked of the call that runs. */
  async function carryOut(call: Call, action: Exclude<CallAction, { type: 'join' }>) {
    switch (action.type) {
      case 'hang-up':
        return call.end()
      case 'set-muted':
        return call.setMuted(action.isMuted)
      case 'toggle-mute':
        return call.toggleMute()
      case 'set-deafened':
        return call.setDeafened(action.isDeafened)
      case 'toggle-deafen':
        return call.toggleDeafen()
      case 'hold-to-talk':
        return call.hold(action.isHeld)
      case 'set-volume':
        return call.setVolume(action.peerId, action.volumePercent)
      case 'set-muted-locally':
        return call.setMutedLocally(action.peerId, action.isMutedLocally)
      case 'open-microphone':
        return call.openMicrophone()
      case 'dismiss-notice':
        return call.dismissNotice()
      case 'resume':
        return call.resume()
    }
  }

  return {
    view: () => current?.view(),
    setWatched(wanted) {
      isWatched = wanted
      current?.setWatched(wanted)
    },
    async act(action) {
      if (action.type === 'join') return joinInTurn(action.roomId)
      if (!current) return refused({ kind: 'not-in-call' })
      try {
        await carryOut(current, action)
        return done
      } catch (error) {
        return refused(problemOf(error))
      }
    },
    handleRoom(room) {
      rooms.set(room.roomId, room)
      if (current?.roomId === room.roomId) current.handleRoom(room)
    },
    handleRoomLeft(roomId) {
      rooms.delete(roomId)
      if (current?.roomId === roomId) current.handleRoomLeft()
    },
    handleSignal(roomId, peerId, signal) {
      if (current?.roomId === roomId) current.handleSignal(peerId, signal)
    },
  }
}
