import { createActivity, type Telling } from './activity/activity.ts'
import type { Environment } from './base/environment.ts'
import { storageProblem, type Problem } from './base/problem.ts'
import { createCallPresence } from './call/call-presence.ts'
import { hideCallAddresses } from './call/hide-call-addresses.ts'
import type { CallSignal } from './call/protocol.ts'
import { createChat } from './chat/chat.ts'
import { disappearing } from './chat/disappearing-feature.ts'
import type { LiveEntry } from './chat/live-entry.ts'
import type { WaitingBudget } from './chat/waiting-budget.ts'
import type { Identity } from './identity/identity.ts'
import type { People } from './identity/people.ts'
import type { LogEvent } from './log-entry.ts'
import type { SessionPeerView } from './session/session-view.ts'
import type { SidetoneDatabase } from './storage/database.ts'
import { createRoomTrust } from './verification/room-trust.ts'
import type { RoomKeys } from './wire/room-keys.ts'

export interface RoomFeaturesOptions {
  readonly keys: RoomKeys
  readonly identity: Identity
  readonly name: string
  /** Whether a late joiner is sent what was said before. */
  readonly sharesHistory: boolean
  readonly environment: Environment
  /** Whether peers may learn no address of ours but a TURN server's. */
  readonly isRelayOnly: () => boolean
  readonly database: SidetoneDatabase
  /** What may wait in memory to be written, of all rooms together. */
  readonly budget: WaitingBudget
  readonly people: People
  /** What the person's settings let others know. */
  readonly telling: () => Telling
  /** The view changed. */
  readonly onChange: () => void
  /** A member of the call that we are in, in this room, says something to us. */
  readonly onCallSignal: (peerId: string, signal: CallSignal) => void
  /** Somebody said something just now (engine/chat/live-entry.ts). */
  readonly onLive: (entries: readonly LiveEntry[]) => void
  readonly onLiveKept: (entries: readonly LiveEntry[]) => void
  /** Something was written that is to disappear by then. */
  readonly onDue: (dueAtMs: number) => void
  readonly addProblem: (problem: Problem) => void
  readonly dismissProblem: (kind: Problem['kind']) => void
  /** Adds a line to the connection log. */
  readonly log: (event: LogEvent, peerName?: string, detail?: string) => void
}

/**
 * All that is spoken in a room, by the names under which panels ask for their actions: what stands here is announced
 * to peers and gets their messages.
 */
export function createRoomFeatures(options: RoomFeaturesOptions) {
  return {
    trust: createTrust(options),
    call: createCall(options),
    chat: createRoomChat(options),
    disappearing: disappearing(),
    activity: createRoomActivity(options),
  }
}
export type RoomFeatures = Readonly<ReturnType<typeof createRoomFeatures>>

/** What the session and the features know of a peer, in one. */
export const viewOfPeer = ({ activity, call, trust }: RoomFeatures, peer: SessionPeerView) => ({
  ...peer,
  ...trust.viewOf(peer),
  ...call.viewOf(peer),
  ...activity.viewOf(peer),
})
export type PeerView = ReturnType<typeof viewOfPeer>

/** What panels may ask of each feature that takes anything from them. */
export type RoomActions = {
  [
    Name in keyof RoomFeatures as RoomFeatures[Name] extends { actions: object } ? Name : never
  ]: RoomFeatures[Name] extends { actions: infer Actions } ? Actions : never
}

function createTrust({ addProblem, environment, identity, name, onChange, people }: RoomFeaturesOptions) {
  return createRoomTrust({
    environment,
    me: { peerId: identity.peerId, publicKey: identity.publicKey, name },
    people,
    onChange,
    onFailure(error) {
      environment.log.logger('room-trust').caught('storage-failed', error)
      addProblem(storageProblem(error))
    },
  })
}

function createCall({ environment, isRelayOnly, onCallSignal, onChange }: RoomFeaturesOptions) {
  return createCallPresence({
    clock: environment.clock,
    hide: (message) => (isRelayOnly() ? hideCallAddresses(message) : message),
    onChange,
    onSignal: onCallSignal,
  })
}

function createRoomChat({ addProblem, database, dismissProblem, log, ...options }: RoomFeaturesOptions) {
  return createChat({
    roomId: options.keys.roomId,
    name: options.name,
    identity: options.identity,
    sharesHistory: options.sharesHistory,
    environment: options.environment,
    database,
    ownDatabase: database.strict,
    budget: options.budget,
    onProblem: addProblem,
    onStorageRecovered: () => dismissProblem('storage-failed'),
    onLive: options.onLive,
    onLiveKept: options.onLiveKept,
    onDue: options.onDue,
    onEquivocation(authorName) {
      log('peer-equivocates', authorName)
      addProblem({ kind: 'peer-equivocates', authorName })
    },
  })
}

const createRoomActivity = ({ identity, keys, ...options }: RoomFeaturesOptions) =>
  createActivity({ roomId: keys.roomId, ownId: identity.peerId, ...options })
