import { expect, inject, onTestFinished } from 'vitest'
import { browserEnvironment } from '../base/browser-environment.ts'
import { inOrderShown } from '../chat/sort-key.ts'
import type { Ranges } from '../base/ranges.ts'
import { done, refused, type Outcome } from '../base/outcome.ts'
import { createEngine, type Engine, type EngineEvent } from '../engine.ts'
import type { Environment } from '../base/environment.ts'
import type { Problem } from '../base/problem.ts'
import { anyone, SidetoneDatabase, type EntryRow } from '../storage/database.ts'
import { ensureSettings } from '../storage/settings-row.ts'
import type { SettingsChange } from '../storage/settings-schema.ts'
import type { LogEntry, PeerView, RoomView } from '../view.ts'
import type {} from './provided.ts'

let lastRoom = 0
/** A room of this test's own. */
export function newRoomName(): string {
  lastRoom += 1
  return `${crypto.randomUUID()} ${lastRoom}`
}

/** For {@link join}: a client that offers no subprotocol, so that whoever else is in the room hears all its signals. */
export const withoutDirectedDelivery = {
  environment: { openSocket: (address: string) => new WebSocket(address) },
}

export interface Person {
  readonly name: string
  readonly engine: Engine
  readonly database: SidetoneDatabase
  readonly log: LogEntry[]
  /** Every RTCPeerConnection that the engine made, oldest first. */
  /** The newest connection that carries a link; others are kept ready, or offered to nobody in particular. */
  readonly liveConnection: () => RTCPeerConnection | undefined
  roomId(): string
  room(): RoomView
  peers(state?: PeerView['state']): string[]
  problem(kind: Problem['kind']): Problem | undefined
  say(text: string): Promise<Outcome>
  leave(): void
  /** As they are shown. */
  messages(): Promise<EntryRow[]>
  /** Which of our messages somebody has, or anyone. */
  received(by?: Person): Promise<Ranges>
  /** Waits until exactly these people are connected. */
  connectedTo(...names: string[]): Promise<void>
  /** Waits until these are the messages, in this order. */
  hears(...texts: string[]): Promise<void>
  /** Waits until the panel would be told of this problem. */
  isTold(kind: Problem['kind']): Promise<Problem>
}

/** An engine with a database of its own, joined to a room over a real relay. */
export async function join(
  name: string,
  roomName: string,
  options: {
    relayUrl?: string
    environment?: Partial<Environment>
    settings?: SettingsChange
    /** Somebody's who closed the browser and opens it again. */
    database?: SidetoneDatabase
    /** Is told what panels would be told. */
    onEvent?: (event: EngineEvent) => void
  } = {},
): Promise<Person> {
  const database = options.database ?? new SidetoneDatabase(`person-${crypto.randomUUID()}`)
  if (options.settings) {
    const { settings } = options
    await ensureSettings(database)
    await database.settings.update('own', (row) => void Object.assign(row, settings))
  }
  const log: LogEntry[] = []
  const connections: RTCPeerConnection[] = []
  const real = browserEnvironment()
  const engine = createEngine({
    database,
    environment: {
      ...real,
      createPeerConnection(configuration) {
        const connection = real.createPeerConnection(configuration)
        connections.push(connection)
        return connection
      },
      ...options.environment,
    },
    onEvent(event) {
      if (event.type === 'log') log.push(event.entry)
      options.onEvent?.(event)
    },
  })
  // The database goes with the browser; what others still say to us may be written until then.
  onTestFinished(() => {
    for (const { roomId } of engine.snapshot().rooms) engine.leave(roomId)
  })
  const outcome = await engine.join({ name, roomName, relayUrl: options.relayUrl ?? inject('relayUrl') })
  if (!outcome.ok) throw new Error(`${name} could not join: ${outcome.problem.kind}`)
  const { roomId } = outcome.value

  function room(): RoomView {
    const view = engine.snapshot().rooms.find((one) => one.roomId === roomId)
    if (!view) throw new Error(`${name} is not in the room.`)
    return view
  }
  const peers = (state?: PeerView['state']) =>
    room()
      .peers.filter((peer) => state === undefined || peer.state === state)
      .map((peer) => peer.name)
      .sort()
  const problem = (kind: Problem['kind']) => room().problems.find((one) => one.kind === kind)
  const messages = () => inOrderShown(database.entries, roomId).toArray()

  return {
    name,
    engine,
    database,
    log,
    liveConnection: () => connections.findLast((connection) => connection.connectionState === 'connected'),
    roomId: () => roomId,
    room,
    peers,
    problem,
    async say(text) {
      const refusal = await engine.room(roomId)?.features.chat.actions.say.run({ text })
      return refusal ? refused(refusal) : done
    },
    leave: () => void engine.leave(roomId),
    messages,
    received: async (by) =>
      (await database.receipts.get([roomId, by?.room().me.peerId ?? anyone]))?.ranges ?? [],
    async connectedTo(...names) {
      await expect.poll(() => [peers('connected'), peers()]).toEqual([names.toSorted(), names.toSorted()])
    },
    async hears(...texts) {
      await expect.poll(async () => (await messages()).map((row) => row.text)).toEqual(texts)
    },
    async isTold(kind) {
      await expect.poll(() => problem(kind)).toBeDefined()
      const told = problem(kind)
      if (!told) throw new Error(`${kind} was told and is gone again.`)
      return told
    },
  }
}
