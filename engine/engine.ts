import type { Environment } from './base/environment.ts'
import { createWaitingBudget } from './chat/waiting-budget.ts'
import type { Outcome } from './base/outcome.ts'
import { ensureIdentity, type Identity } from './identity/identity.ts'
import { createPeople } from './identity/people.ts'
import { createTrustCommands, type TrustCommands } from './verification/trust-commands.ts'
import { createNetworkCommands, type NetworkCommands } from './network/commands.ts'
import { createConnections } from './network/connections.ts'
import { lacksTurn } from './network/ice-configuration.ts'
import { createTurnCredentials } from './network/turn-credentials.ts'
import { storageProblem, ProblemError, type Problem } from './base/problem.ts'
import { createRejoinQueue } from './rooms/rejoin-queue.ts'
import { createRoomRecords } from './rooms/room-records.ts'
import {
  newPrivateTarget,
  targetByName,
  targetOfInvite,
  targetOfPage,
  targetOfRecord,
  type FoundTarget,
  type RoomTarget,
} from './rooms/room-target.ts'
import { parseRelayUrl } from './wire/relay-url.ts'
import { createRoomSession, type RoomSession } from './session/room-session.ts'
import { createSettings } from './settings/own-settings.ts'
import type { IceServerSetting, SettingsRow, SidetoneDatabase } from './storage/database.ts'
import type { LogEntry, RoomView } from './view.ts'
import type { CallSignal, CallSignalBody, CallState } from './call/protocol.ts'
import { limits } from './base/limits.ts'
import { parseName } from './wire/names.ts'
import type { PageScope } from './wire/page-address.ts'
import { deriveRoomKeys } from './wire/room-keys.ts'

/** What the engine tells as it happens; `left` ends a room. */
export type EngineEvent =
  | { type: 'room'; room: RoomView }
  | { type: 'left'; roomId: string }
  /** A room goes on at another relay: its links, and with them a call in it, have ended. */
  | { type: 'moved'; roomId: string }
  /** So many rooms are to be joined again and could not be yet; they are tried again. */
  | { type: 'rejoin-queue'; roomCount: number }
  | { type: 'log'; entry: LogEntry }
  /** A member of the call that we are in says something to us. */
  | { type: 'call-signal'; roomId: string; peerId: string; signal: CallSignal }

export type Joined = Outcome<{ roomId: string }>

export interface Engine extends NetworkCommands, TrustCommands {
  /** Everything at this moment. */
  readonly snapshot: () => { rooms: RoomView[]; log: LogEntry[] }
  /** Joins a public room by name, with the typed words as they are; a room that is joined already stays so. */
  join(typed: { name: string; relayUrl: string; roomName: string }): Promise<Joined>
  /** Makes a private room and joins it: nobody else can without its invite. */
  createRoom(typed: {
    name: string
    relayUrl: string
    roomName: string
    sharesHistory: boolean
  }): Promise<Joined>
  /** Joins the room of an invite, as it was pasted; one that is joined at another relay moves to the invite's. */
  joinInvite(typed: { name: string; invite: string }): Promise<Joined>
  /** Joins the room of a web page, by the address as the browser has it, or of its whole site. */
  joinPage(asked: { name: string; relayUrl: string; url: string; scope: PageScope }): Promise<Joined>
  /** Joins a room that is on disk, under the name that was typed last. */
  rejoin(roomId: string): Promise<Joined>
  /** Joins a room at another relay, as it was typed, and leaves it where it was. Refused, everything stays. */
  changeRelay(roomId: string, typedUrl: string): Promise<Joined>
  /**
   * Once, when the host starts: joins what was joined when the browser closed, where the person wants that. Resolves
   * when each was tried once.
   */
  rejoinAtStart(): Promise<void>
  /** Resolves when the message is on disk. */
  send(roomId: string, text: string): Promise<Outcome>
  tryNow(roomId: string): Outcome
  tryPeerNow(roomId: string, peerId: string): Outcome
  dismissProblem(roomId: string, kind: Problem['kind']): Outcome
  leave(roomId: string): Outcome
  /** Leaves a room and deletes what was said there from this browser. */
  forget(roomId: string): Promise<Outcome>
  /** Says in a room that we are in its call, or no longer. */
  announceCall(roomId: string, state: CallState | undefined): void
  /** Says something to a member of the call that we are in. */
  sendCall(roomId: string, peerId: string, signal: CallSignalBody): void
  /** A member of the call sent what does not parse. */
  countMalformedCall(roomId: string, peerId: string): void
  /** The servers that a room's relay lends, at this moment. */
  turnCredentials(roomId: string): readonly IceServerSetting[]
  /** A connection for a room as the person's settings say. Throws a ProblemError where no path is allowed. */
  createConnection(roomId: string): RTCPeerConnection
  /** The network came back: no relay waits any longer. */
  handleOnline(): void
}

/** How a room is entered, besides under which name. */
interface Entering {
  /** Remembered for the next time that the form is shown. */
  readonly typed?: { readonly relayUrl: string; readonly roomName: string }
  /** A room that is joined at another relay moves; otherwise it stays where it is. */
  readonly moves?: boolean
  /** Whether the person still wants it, asked when all answers are there. */
  readonly isWanted?: () => boolean
}

/** Asks again after a failure; what was once answered stays. */
function onceItWorks<Value>(ask: () => Promise<Value>): () => Promise<Value> {
  let answer: Promise<Value> | undefined
  return () => {
    answer ??= ask().catch((error: unknown) => {
      answer = undefined
      throw error
    })
    return answer
  }
}

/** The product without a screen: rooms, links and messages, told to `onEvent`. */
export function createEngine(options: {
  readonly environment: Environment
  readonly database: SidetoneDatabase
  readonly onEvent: (event: EngineEvent) => void
}): Engine {
  const { database, environment, onEvent } = options
  const rooms = new Map<string, RoomSession>()
  const log: LogEntry[] = []
  /** Of rooms whose joining was not remembered yet: does it now. */
  const saveNow = new Map<string, () => void>()
  const records = createRoomRecords(database)
  const budget = createWaitingBudget()
  const connections = createConnections((configuration) => environment.createPeerConnection(configuration))
  const turnCredentials = createTurnCredentials({
    environment,
    isNeeded: connections.needProvided,
    onChange: connections.providedChanged,
  })
  /** The last that was read or written; what is read on the way of a join is this. */
  const settings = createSettings(database, connections.apply)
  let readIdentity = onceItWorks(() => ensureIdentity(database))
  const people = createPeople({ database, clock: environment.clock })
  void settings.read().catch(() => undefined)
  void readIdentity().catch(() => undefined)

  function turnServersOf(roomId: string): readonly IceServerSetting[] {
    const room = rooms.get(roomId)
    return room ? turnCredentials.serversOf(room.view().relayUrl) : []
  }

  function addLog(entry: LogEntry) {
    log.push(entry)
    if (log.length > limits.maxLogEntries) log.shift()
    onEvent({ type: 'log', entry })
  }

  function inRoom(roomId: string, act: (room: RoomSession) => void): Outcome {
    const room = rooms.get(roomId)
    if (!room) return { ok: false, problem: { kind: 'not-joined' } }
    act(room)
    return { ok: true, value: undefined }
  }

  const trustCommands = createTrustCommands({
    database,
    people,
    trustIn: (roomId) => rooms.get(roomId)?.trust,
    forgetOwn() {
      for (const roomId of rejoinQueue.ids()) {
        rejoinQueue.drop(roomId)
        void records.saveLeft(roomId).catch(() => undefined)
      }
      for (const [roomId, room] of rooms) {
        leave(roomId, room)
        void records.saveLeft(roomId).catch(() => undefined)
      }
      readIdentity = onceItWorks(() => ensureIdentity(database))
    },
  })

  const rejoinQueue = createRejoinQueue({
    clock: environment.clock,
    onCount: (roomCount) => onEvent({ type: 'rejoin-queue', roomCount }),
    async join(roomId) {
      const own = await readOwn()
      if ('kind' in own) return own
      // It was switched off meanwhile.
      if (!own.settings.rejoinsAtStart) return { kind: 'not-joined' }
      const joined = await rejoin(roomId, { isWanted: () => rejoinQueue.has(roomId) })
      return joined.ok ? undefined : joined.problem
    },
  })

  return {
    ...createNetworkCommands(environment, settings),
    ...trustCommands,
    snapshot: () => ({ rooms: [...rooms.values()].map((room) => room.view()), log: [...log] }),

    join: (typed) => enter(typed.name, targetByName(typed), { typed }),
    createRoom: (typed) => enter(typed.name, newPrivateTarget(typed)),
    joinInvite: (typed) => enter(typed.name, targetOfInvite(typed.invite), { moves: true }),
    joinPage: (asked) => enter(asked.name, targetOfPage(asked)),

    rejoin: (roomId) => rejoin(roomId),

    async changeRelay(roomId, typedUrl) {
      const relay = parseRelayUrl(typedUrl)
      if ('problem' in relay) return { ok: false, ...relay }
      const room = rooms.get(roomId)
      // What is not remembered yet could not be read.
      saveNow.get(roomId)?.()
      const own = await readOwn()
      if ('kind' in own) return { ok: false, problem: own }
      const found = targetOfRecord(await records.get(roomId).catch(() => undefined))
      if ('problem' in found) return { ok: false, ...found }
      const target = { ...found.target, ...relay }
      return enter(
        room?.view().me.name ?? own.settings.name,
        { target },
        {
          moves: true,
          // Left while the new relay was asked.
          isWanted: () => !room || rooms.has(roomId),
          // A public room is what the form joins.
          ...(target.kind === 'public' && { typed: target }),
        },
      )
    },

    async rejoinAtStart() {
      const own = await readOwn()
      if ('kind' in own) return
      if (own.settings.rejoinsAtStart) {
        await rejoinQueue.start(await records.joinedBefore().catch(() => []))
      } else await records.saveEnded(new Set(rooms.keys())).catch(() => undefined)
    },

    async send(roomId, text) {
      const room = rooms.get(roomId)
      if (!room) return { ok: false, problem: { kind: 'not-joined' } }
      const refused = await room.send(text)
      return refused ? { ok: false, ...refused } : { ok: true, value: undefined }
    },

    tryNow: (roomId) => inRoom(roomId, (room) => room.tryNow()),
    tryPeerNow: (roomId, peerId) => inRoom(roomId, (room) => room.tryPeerNow(peerId)),
    dismissProblem: (roomId, kind) => inRoom(roomId, (room) => room.dismissProblem(kind)),
    leave: (roomId) =>
      inRoom(roomId, (room) => {
        leave(roomId, room)
        void records.saveLeft(roomId).catch(() => undefined)
      }),
    async forget(roomId) {
      rejoinQueue.drop(roomId)
      const room = rooms.get(roomId)
      if (room) leave(roomId, room)
      try {
        await records.forget(roomId)
        return { ok: true, value: undefined }
      } catch (error) {
        return { ok: false, problem: storageProblem(error) }
      }
    },
    announceCall: (roomId, state) => rooms.get(roomId)?.call.announce(state),
    sendCall: (roomId, peerId, signal) => rooms.get(roomId)?.call.send(peerId, signal),
    countMalformedCall: (roomId, peerId) => rooms.get(roomId)?.countMalformed(peerId),
    turnCredentials: turnServersOf,
    createConnection: (roomId) => connections.create(() => turnServersOf(roomId)),
    handleOnline() {
      for (const room of rooms.values()) room.tryNow()
      rejoinQueue.tryNow()
    },
  }

  async function rejoin(roomId: string, how?: Entering): Promise<Joined> {
    const own = await readOwn()
    if ('kind' in own) return { ok: false, problem: own }
    const record = await records.get(roomId).catch(() => undefined)
    return enter(own.settings.name, targetOfRecord(record), how)
  }

  function leave(roomId: string, room: RoomSession) {
    rejoinQueue.drop(roomId)
    rooms.delete(roomId)
    // Before anyone hears of it: the join form shows what was typed last.
    saveNow.get(roomId)?.()
    room.leave()
    onEvent({ type: 'left', roomId })
  }

  /** Ends a room's links where it is; the same room is about to go on elsewhere. */
  function depart(roomId: string, room: RoomSession) {
    rooms.delete(roomId)
    saveNow.get(roomId)?.()
    room.leave()
    onEvent({ type: 'moved', roomId })
  }

  /** Joins a room under a typed name. */
  async function enter(
    typedName: string,
    finding: FoundTarget | Promise<FoundTarget>,
    how: Entering = {},
  ): Promise<Joined> {
    const name = parseName(typedName)
    if ('problem' in name) return { ok: false, ...name }
    const found = await finding
    if ('problem' in found) return { ok: false, ...found }
    const { target } = found
    const [keys, own] = await Promise.all([deriveRoomKeys(target.secret), readOwn()])
    if ('kind' in own) return { ok: false, problem: own }
    const { roomId } = keys
    const { roomName, relayUrl, sharesHistory } = target
    const isThere = () => {
      const room = rooms.get(roomId)
      return room !== undefined && !(how.moves && room.view().relayUrl !== relayUrl)
    }
    if (!isThere() && lacksTurn(own.settings)) {
      const problem = await turnCredentials.refusal(relayUrl)
      if (problem) return { ok: false, problem }
    }
    if (how.isWanted?.() === false) return { ok: false, problem: { kind: 'not-joined' } }
    if (isThere()) return { ok: true, value: { roomId } }
    const before = rooms.get(roomId)
    if (!before && rooms.size >= limits.maxJoinedRooms) {
      return { ok: false, problem: { kind: 'too-many-rooms', max: limits.maxJoinedRooms } }
    }
    if (before) depart(roomId, before)
    const session = createRoomSession({
      roomName,
      relayUrl,
      sharesHistory,
      keys,
      identity: own.identity,
      name: name.name,
      environment: {
        ...environment,
        createPeerConnection: () => connections.create(() => turnCredentials.serversOf(relayUrl)),
      },
      borrow: (onServers) => turnCredentials.join(relayUrl, onServers),
      isRelayOnly: connections.isRelayOnly,
      database,
      budget,
      people,
      onChange() {
        // Not while it is being made, and not after it was left.
        const current = rooms.get(roomId)
        if (current) onEvent({ type: 'room', room: current.view() })
      },
      onLog: addLog,
      onCallSignal: (peerId, signal) => onEvent({ type: 'call-signal', roomId, peerId, signal }),
    })
    rooms.set(roomId, session)
    onEvent({ type: 'room', room: session.view() })
    // Nobody waits for this: it is done while the network works on the first link.
    const save = () => {
      cancel()
      saveNow.delete(roomId)
      void saveJoin(roomId, target, how.typed ? { ...name, relayUrl, roomName } : name)
    }
    const cancel = environment.clock.after(limits.saveDelayMs, save)
    saveNow.set(roomId, save)
    return { ok: true, value: { roomId } }
  }

  async function readOwn(): Promise<{ identity: Identity; settings: SettingsRow } | Problem> {
    try {
      const [identity, saved] = await Promise.all([readIdentity(), settings.read()])
      return { identity, settings: saved }
    } catch (error) {
      return error instanceof ProblemError ? error.problem : storageProblem(error)
    }
  }

  /** Remembers the room, and what was typed for the next time. */
  async function saveJoin(roomId: string, target: RoomTarget, typed: Partial<SettingsRow>) {
    try {
      await Promise.all([
        settings.remember(typed),
        records.saveJoined(roomId, target, environment.clock.nowMs()),
      ])
    } catch {
      // The room works without; it only has to be typed again.
    }
  }
}
