/**
 * What a feature hands a room's session. The session knows no feature by name: it parses what arrives by the rules
 * here, hands it over, and tells which peers speak the feature too. A feature knows no other; `engine/open-room.ts`
 * introduces them.
 */
import type { GenericSchema } from 'valibot'
import type { Problem } from '../base/problem.ts'
import type { PeerState } from './session-view.ts'

/**
 * What a message turned out to be. `malformed`: known and not what its schema or its feature's rules allow, counted
 * against the link. `forged`: signed by nobody, or in another's name, counted and said at once.
 */
export type Verdict = 'fine' | 'malformed' | 'forged'

/** The data channels of a link: `control` is never behind much, `chat` may be. */
export type ChannelName = 'control' | 'chat'

/** A token bucket: so many at once, and one more each `refillMs`. */
export interface RateRule {
  readonly burst: number
  readonly refillMs: number
}

export interface MessageRule<Message> {
  readonly schema: GenericSchema<unknown, Message>
  /** The name of the bucket in {@link FeatureProtocol.rates} that it is taken from; without one it is not limited. */
  readonly rate?: string
}

/** A feature as its `protocol.ts` declares it. */
export interface FeatureProtocol<Message extends { readonly type: string }> {
  /** As it is announced in signed signals: lower case, `a-z`, digits and `-`. */
  readonly name: string
  /**
   * The newest version that we speak. Two peers speak the lower one of theirs, and a higher version understands all
   * lower ones; what breaks that gets another name.
   */
  readonly version: number
  readonly channel: ChannelName
  /** The types it owns; no two features own one type. */
  readonly messages: { readonly [Type in Message['type']]: MessageRule<Extract<Message, { type: Type }>> }
  /** What one peer may say; beyond it a message counts as malformed. */
  readonly rates?: Readonly<Record<string, RateRule>>
}

/** A peer whose link is open, who has proved its key, and who speaks this feature. A new link gives a new one. */
export interface LinkedPeer<Message = unknown> {
  readonly peerId: string
  readonly publicKey: string
  /** As it was proved on this link. */
  readonly name: string
  /** The version of the feature that both speak. */
  readonly version: number
  /** Resolves when handed to the channel, after what was queued before has drained; false if the link ended. */
  send(message: Message): Promise<boolean>
  /** Hands it to the channel at once; false if the link is not open. */
  sendNow(message: Message): boolean
  /** Something that it sent could not be read by whatever it was handed on to. */
  countMalformed(): void
}

/** A peer as the session sees it, whether it speaks the feature or not. */
export interface SessionPeer {
  readonly peerId: string
  readonly name: string
  readonly state: PeerState
}

type Carried = Problem | undefined

/** Something that a person may do in a feature, as a panel asks for it: `act` in ipc/commands.ts. */
export interface FeatureAction<
  Input = unknown,
  Result extends Carried | Promise<Carried> = Carried | Promise<Carried>,
> {
  readonly schema: GenericSchema<unknown, Input>
  /** What kept it from being done, if anything. */
  run(input: Input): Result
}

/** What runs in one room for one feature, from joining to leaving. */
export interface Feature<Message extends { readonly type: string }> {
  readonly protocol: FeatureProtocol<Message>
  readonly actions?: Readonly<Record<string, FeatureAction>>
  /** A link opened to a peer who speaks the feature; the one before to that peer, if any, is over. */
  handleOpen(peer: LinkedPeer<Message>): void
  /** A message that its schema and rate allowed, in order within its channel. `characters` is its length on the wire. */
  handle(peer: LinkedPeer<Message>, message: Message, characters: number): Verdict | Promise<Verdict>
  /** Peers came, went or changed state; also those who do not speak the feature. */
  handlePeers?(peers: readonly SessionPeer[]): void
  /** The room is left. */
  close(): void
}
