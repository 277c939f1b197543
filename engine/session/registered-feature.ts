import * as v from 'valibot'
import type { MessageSender } from '../rtc/message-sender.ts'
import type {
  ChannelName,
  Feature,
  LinkedPeer,
  MessageRule,
  RateRule,
  SessionPeer,
  Verdict,
} from './feature.ts'

/** An open link as a feature's messages see it. */
export interface FeatureTransport {
  readonly peerId: string
  readonly publicKey: string
  readonly name: string
  readonly senders: Readonly<Record<ChannelName, MessageSender>>
  countMalformed(): void
  /** Whether one more is within what this peer's key may say. */
  isWithin(rateName: string, rule: RateRule): boolean
}

/** One feature on one open link. */
export interface FeatureLink {
  /** Takes a message of one of the feature's types, as it was parsed from JSON. */
  handle(type: string, message: unknown, characters: number): Verdict | Promise<Verdict>
}

/** A feature whose message type only itself knows, so that features of all kinds stand in one list. */
export interface RegisteredFeature {
  readonly name: string
  readonly version: number
  readonly channel: ChannelName
  readonly types: ReadonlySet<string>
  /** A link opened to a peer who speaks `theirVersion` of it. */
  open(transport: FeatureTransport, theirVersion: number): FeatureLink
  handlePeers(peers: readonly SessionPeer[]): void
  close(): void
}

/** The features of a room, whatever their names, for its session. */
export function registerFeatures<
  Messages extends Readonly<Record<string, { readonly type: string }>>,
>(features: { readonly [Name in keyof Messages]: Feature<Messages[Name]> }): RegisteredFeature[] {
  const registered: RegisteredFeature[] = []
  for (const name in features) registered.push(registerFeature(features[name]))
  return registered
}

/** Puts schemas and rates between the wire and a feature. */
export function registerFeature<Message extends { readonly type: string }>(
  feature: Feature<Message>,
): RegisteredFeature {
  const { channel, name, rates = {}, version } = feature.protocol
  const rules: ReadonlyMap<string, MessageRule<Message>> = new Map(Object.entries(feature.protocol.messages))

  function isWithinRate(transport: FeatureTransport, { rate }: MessageRule<Message>): boolean {
    const rule = rate === undefined ? undefined : rates[rate]
    return !rule || transport.isWithin(`${name}/${rate}`, rule)
  }

  return {
    name,
    version,
    channel,
    types: new Set(rules.keys()),
    open(transport, theirVersion) {
      const peer: LinkedPeer<Message> = {
        peerId: transport.peerId,
        publicKey: transport.publicKey,
        name: transport.name,
        version: Math.min(version, theirVersion),
        // The link's own: nothing stands between a feature and the channel.
        send: transport.senders[channel].send,
        sendNow: transport.senders[channel].sendNow,
        countMalformed: transport.countMalformed,
      }
      feature.handleOpen(peer)
      return {
        handle(type, message, characters) {
          const rule = rules.get(type)
          if (!rule || !isWithinRate(transport, rule)) return 'malformed'
          const read = v.safeParse(rule.schema, message)
          return read.success ? feature.handle(peer, read.output, characters) : 'malformed'
        },
      }
    },
    handlePeers: (peers) => feature.handlePeers?.(peers),
    close: () => feature.close(),
  }
}
