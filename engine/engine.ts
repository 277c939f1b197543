import type { Environment } from './base/environment.ts'
import { limits } from './base/limits.ts'
import { formatLine } from './base/log.ts'
import type { LiveEntry } from './chat/live-entry.ts'
import { createExpiry } from './chat/expiry.ts'
import { createWaitingBudget } from './chat/waiting-budget.ts'
import type { CallState } from './call/call-state.ts'
import type { CallSignal, CallSignalBody } from './call/protocol.ts'
import { createPeople } from './identity/people.ts'
import { createNetworkCommands, type NetworkCommands } from './connection-check/network-commands.ts'
import { createConnections } from './network/connections.ts'
import { lacksTurn } from './network/ice-configuration.ts'
import { createTurnCredentials } from './network/turn-credentials.ts'
import { openRoom, type OpenRoom } from './open-room.ts'
import { createJoinedRooms, type Entry } from './rooms/joined-rooms.ts'
import { createOwn } from './rooms/own.ts'
import { createRejoinAtStart } from './rooms/rejoin-at-start.ts'
import { createRoomCommands, type RoomCommands } from './rooms/room-commands.ts'
import { createRoomRecords } from './rooms/room-records.ts'
import { createSettings } from './settings/own-settings.ts'
import type { IceServerSetting, SettingsRow, SidetoneDatabase } from './storage/database.ts'
import { createTrustCommands, type TrustCommands } from './verification/trust-commands.ts'
import type { LogEntry, RoomView } from './view.ts'

/** What the engine tells as it happens; `left` ends a room. */
export type EngineEvent =
  | { type: 'room'; room: RoomView }
  | { type: 'left'; roomId: string }
  /** A room goes on at another relay: its links, and with them a call in it, have ended. */
  | { type: 'moved'; roomId: string }
  /** So many rooms are to be joined again and could not be yet; they are tried again. */
  | { type: 'rejoin-queue'; roomCount: number }
  | { type: 'log'; entry: LogEntry }
  /** Somebody said something just now; others' words are not on disk yet. */
  | { type: 'entries'; roomId: string; entries: readonly LiveEntry[] }
  /** Those are on disk. */
  | { type: 'entries-kept'; roomId: string; entries: readonly LiveEntry[] }
  /** A member of the call that we are in says something to us. */
  | { type: 'call-signal'; roomId: string; peerId: string; signal: CallSignal }

export interface Engine extends Omit<RoomCommands, 'leaveAll'>, NetworkCommands, TrustCommands {
  /** Everything at this moment. */
  readonly snapshot: () => { rooms: RoomView[]; log: LogEntry[] }
  /** What the engine noted of its own doing, a line each, oldest first. No secrets, names, rooms or addresses. */
  readonly logLines: () => string[]
  /** A room that is joined, for what is done in it. */
  room(roomId: string): OpenRoom | undefined
  /**
   * Once, when the host starts: joins again what was joined when it ended; where the browser has just started, only if
   * the person wants that. Resolves when each was tried once.
   */
  rejoinAtStart(isBrowserStart: () => Promise<boolean>): Promise<void>
  /** Says in a room that we are in its call, or no longer. */
  announceCall(roomId: string, state: CallState | undefined): void
  /** Says something to a member of the call that we are in. */
  sendCall(roomId: string, peerId: string, signal: CallSignalBody): void
  /** A member of the call sent what does not parse. */
  countMalformedCall(roomId: string, peerId: string): void
  /** The servers that a room's relay provides, at this moment. */
  turnCredentials(roomId: string): readonly IceServerSetting[]
  /** A connection for a room as the person's settings say. Throws a ProblemError where no path is allowed. */
  createConnection(roomId: string): RTCPeerConnection
  /** The network came back, or the computer was asleep: no relay waits any longer, and what is due goes. */
  handleOnline(): void
}

export interface EngineOptions {
  readonly environment: Environment
  readonly database: SidetoneDatabase
  readonly onEvent: (event: EngineEvent) => void
}

/** The product without a screen: rooms, links and messages, told to `onEvent`. Here its parts meet. */
export function createEngine(options: EngineOptions): Engine {
  const { database, environment, onEvent } = options
  const { clock } = environment
  const log = environment.log.logger('rooms')
  const { add: addLog, entries } = createConnectionLog((entry) => onEvent({ type: 'log', entry }))

  const budget = createWaitingBudget()
  const connections = createConnections(
    environment.createPeerConnection,
    environment.log.logger('connections'),
  )
  const turnCredentials = createTurnCredentials({
    environment,
    isNeeded: connections.needProvided,
    onChange: connections.providedChanged,
  })
  /** Until they are read nobody is told anything. */
  let chosen: SettingsRow | undefined
  const settings = createSettings(database, (row) => {
    chosen = row
    connections.apply(row)
  })
  const records = createRoomRecords(database)
  const people = createPeople({ database, clock })
  const expiry = createExpiry({ database, clock, logger: environment.log.logger('expiry') })
  expiry.look()
  const own = createOwn({ database, settings, log })

  const rooms = createJoinedRooms<OpenRoom>({
    clock,
    log,
    records,
    readOwn: own.read,
    openRoom: open,
    async refusal(saved, relayUrl) {
      if (!environment.hasWebRtc()) return { kind: 'webrtc-off' }
      return lacksTurn(saved) ? turnCredentials.refusal(relayUrl) : undefined
    },
    remember: settings.remember,
    onEntered: (room) => onEvent({ type: 'room', room: room.view() }),
    onLeft: (roomId) => onEvent({ type: 'left', roomId }),
    onMoved: (roomId) => onEvent({ type: 'moved', roomId }),
  })

  function open({ target, keys, identity, name }: Entry): OpenRoom {
    const { roomId } = keys
    const { relayUrl, roomName, sharesHistory } = target
    return openRoom({
      roomName,
      relayUrl,
      sharesHistory,
      keys,
      identity,
      name,
      environment: {
        ...environment,
        createPeerConnection: () => connections.create(() => turnCredentials.serversOf(relayUrl)),
      },
      subscribeToTurn: (onServers) => turnCredentials.join(relayUrl, onServers),
      isRelayOnly: connections.isRelayOnly,
      database,
      budget,
      people,
      telling: () => ({ typing: chosen?.tellsTyping ?? false, seen: chosen?.tellsSeen ?? false }),
      onChange() {
        // Not while it is being made, and not after it was left.
        const current = rooms.get(roomId)
        if (current) onEvent({ type: 'room', room: current.view() })
      },
      onLog: addLog,
      onLive(entries) {
        // What comes while the room is left is written nowhere.
        if (rooms.get(roomId)) onEvent({ type: 'entries', roomId, entries })
      },
      onLiveKept: (entries) => onEvent({ type: 'entries-kept', roomId, entries }),
      onDue: expiry.note,
      onCallSignal: (peerId, signal) => onEvent({ type: 'call-signal', roomId, peerId, signal }),
    })
  }

  const rejoinAtStart = createRejoinAtStart({
    clock,
    log,
    records,
    readOwn: own.read,
    rejoin: (roomId, isWanted) => roomCommands.rejoin(roomId, isWanted),
    joinedIds: rooms.ids,
    onQueue: (roomCount) => onEvent({ type: 'rejoin-queue', roomCount }),
  })
  const { leaveAll, ...roomCommands } = createRoomCommands({
    log,
    rooms,
    records,
    readOwn: own.read,
    rejoinQueue: rejoinAtStart.queue,
  })

  function turnServersOf(roomId: string): readonly IceServerSetting[] {
    const room = rooms.get(roomId)
    return room ? turnCredentials.serversOf(room.view().relayUrl) : []
  }

  return {
    ...roomCommands,
    ...createNetworkCommands(environment, settings),
    ...createTrustCommands({
      database,
      people,
      forgetOwn() {
        leaveAll()
        own.forgetIdentity()
      },
    }),
    snapshot: () => ({ rooms: rooms.all().map((room) => room.view()), log: [...entries] }),
    logLines: () => environment.log.lines().map(formatLine),
    room: rooms.get,
    rejoinAtStart: rejoinAtStart.start,
    announceCall: (roomId, state) => rooms.get(roomId)?.features.call.announce(state),
    sendCall: (roomId, peerId, signal) => rooms.get(roomId)?.features.call.send(peerId, signal),
    countMalformedCall: (roomId, peerId) => rooms.get(roomId)?.features.call.countMalformed(peerId),
    turnCredentials: turnServersOf,
    createConnection: (roomId) => connections.create(() => turnServersOf(roomId)),
    handleOnline() {
      expiry.look()
      for (const room of rooms.all()) room.tryNow()
      rejoinAtStart.queue.tryNow()
    },
  }
}

/** The newest lines of what happened to links, for the panel. */
function createConnectionLog(onEntry: (entry: LogEntry) => void) {
  const entries: LogEntry[] = []
  return {
    entries,
    add(entry: LogEntry) {
      entries.push(entry)
      if (entries.length > limits.maxLogEntries) entries.shift()
      onEntry(entry)
    },
  }
}
