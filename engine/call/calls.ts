import { liveQuery } from 'dexie'
import type { Environment } from '../base/environment.ts'
import { createTurns } from '../base/in-turn.ts'
import { limits } from '../base/limits.ts'
import type { Outcome } from '../base/outcome.ts'
import { problemOf, storageProblem, type Problem } from '../base/problem.ts'
import type { SidetoneDatabase } from '../storage/database.ts'
import { ensureSettings } from '../storage/settings-row.ts'
import { defaultCallSettings } from '../storage/settings-schema.ts'
import { createCall, type Call } from './call.ts'
import { isCallFull, type CallRoom } from './call-room.ts'
import type { CallView } from './call-view.ts'
import type { CallEvents, CallWire } from './call-wire.ts'
import { mustAskElsewhere, type MicrophoneSystem } from './microphone-access.ts'
import type { CallAction, CallSignal } from './protocol.ts'

export type { CallEvents, CallWire } from './call-wire.ts'

/** The calls of this browser: one at a time. */
export interface Calls {
  readonly view: () => CallView | undefined
  act(action: CallAction): Promise<Outcome>
  /** Whether anyone looks at how loud everybody is; it is assumed. */
  setWatched(isWatched: boolean): void
  handleRoom(room: CallRoom): void
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
  const rooms = new Map<string, CallRoom>()
  let current: Call | undefined
  let isWatched = true
  /** Two panels may be clicked at once. */
  const inTurn = createTurns()
  let stopWatching = () => {}

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
    const createPeerConnection = () => options.createConnection(roomId)
    const call: Call = createCall({
      ...options,
      environment: { ...options.environment, createPeerConnection },
      room: joined,
      settings,
      isWatched,
      onEnd: handleEnd,
    })
    current = call
    stopWatching = followSettings(options, call)
    return done
  }

  function handleEnd(problem?: Problem) {
    stopWatching()
    current = undefined
    options.onLevels({})
    options.onView(undefined, problem)
  }

  return {
    view: () => current?.view(),
    setWatched(wanted) {
      isWatched = wanted
      current?.setWatched(wanted)
    },
    async act(action) {
      if (action.type === 'join') return inTurn(() => join(action.roomId))
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
      if (current?.roomId === roomId) current.end()
    },
    handleSignal(roomId, peerId, signal) {
      if (current?.roomId === roomId) current.handleSignal(peerId, signal)
    },
  }
}

/** What is asked of the call that runs. */
async function carryOut(call: Call, action: Exclude<CallAction, { type: 'join' }>): Promise<unknown> {
  switch (action.type) {
    case 'hang-up':
      return call.end()
    case 'set-muted':
      return call.mute.setMuted(action.isMuted)
    case 'toggle-mute':
      return call.mute.toggleMute()
    case 'set-deafened':
      return call.mute.setDeafened(action.isDeafened)
    case 'toggle-deafen':
      return call.mute.toggleDeafen()
    case 'hold-to-talk':
      return call.mute.hold(action.isHeld)
    case 'set-volume':
      return call.choices.change(action.peerId, { volumePercent: action.volumePercent })
    case 'set-muted-locally':
      return call.choices.change(action.peerId, { isMutedLocally: action.isMutedLocally })
    case 'open-microphone':
      return call.openMicrophone()
    case 'dismiss-notice':
      return call.dismissNotice()
    case 'resume':
      return call.resume()
  }
}

/** Applies to a call what the person sets while it runs; returns what ends that. */
function followSettings({ database, environment }: CallsOptions, call: Call): () => void {
  const log = environment.log.logger('calls')
  const failed = (event: string) => (error: unknown) => log.caught(event, error)
  const watching = liveQuery(() => database.settings.get('own')).subscribe({
    next(row) {
      if (row) call.change({ ...defaultCallSettings, ...row.call }).catch(failed('settings-not-applied'))
    },
    error: failed('settings-not-read'),
  })
  return () => watching.unsubscribe()
}
