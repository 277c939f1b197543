import * as v from 'valibot'
import { parseJson } from '../base/json.ts'
import { limits } from '../base/limits.ts'
import type { Capabilities } from '../wire/capabilities.ts'
import {
  channelText,
  controlMessageSchema,
  isControlType,
  typedSchema,
  type ControlMessage,
} from '../wire/channel.ts'
import type { SessionContext } from './context.ts'
import type { ChannelName, SessionPeer, Verdict } from './feature.ts'
import type { Peer } from './peer.ts'
import type { FeatureLink, RegisteredFeature } from './registered-feature.ts'

export interface DispatchOptions {
  readonly features: readonly RegisteredFeature[]
  readonly onPing: (peer: Peer, n: number) => void
  readonly onBye: (peer: Peer) => void
  readonly onTooManyMalformed: (peer: Peer) => void
}

const unknownRate = { burst: limits.maxUnknownBurst, refillMs: limits.unknownRefillMs }

/**
 * Hands what peers say on their open links to the feature whose type it is. What is known and cannot be read is counted
 * against its sender's key, said, and at some point enough. What is unknown, or of a feature that the peer did not
 * announce, is from another version: it is ignored, and blamed on nobody.
 */
export function createDispatch(context: SessionContext, options: DispatchOptions) {
  const log = context.environment.log.logger('dispatch')
  const { countForged, countMalformed } = createMalformedCount(context, options.onTooManyMalformed)
  const ownerOf = new Map(
    options.features.flatMap((feature) => [...feature.types].map((type) => [type, feature] as const)),
  )

  function readControl(peer: Peer, message: ControlMessage | undefined) {
    if (!message) return countMalformed(peer)
    if (message.type === 'ping') options.onPing(peer, message.n)
    if (message.type === 'bye') options.onBye(peer)
  }

  function ignore(peer: Peer, channel: ChannelName) {
    // Its type is a word of the peer's, and has no place in the log.
    if (peer.standing.isWithin('unknown', unknownRate)) log.debug('unknown-type', { channel })
  }

  function judge(peer: Peer, verdict: Verdict) {
    if (verdict === 'malformed') countMalformed(peer)
    if (verdict === 'forged') countForged(peer)
  }

  /** The feature that a message is for, where it comes on the feature's own channel and the peer speaks it. */
  function featureLinkOf(peer: Peer, channel: ChannelName, type: string): FeatureLink | undefined {
    const feature = ownerOf.get(type)
    return feature?.channel === channel ? peer.features.get(feature.name) : undefined
  }

  return {
    countMalformed,

    /** A peer's link is open: the features that both speak begin on it. */
    open(peer: Peer, theirs: Capabilities) {
      peer.features.clear()
      const link = peer.attempt?.link
      if (!link) return
      const transport = {
        peerId: peer.peerId,
        publicKey: peer.publicKey,
        name: peer.name,
        senders: link,
        countMalformed: () => countMalformed(peer),
        isWithin: peer.standing.isWithin,
      }
      for (const feature of options.features) {
        if (!Object.hasOwn(theirs.features, feature.name)) continue
        const theirVersion = theirs.features[feature.name]
        if (theirVersion !== undefined) peer.features.set(feature.name, feature.open(transport, theirVersion))
      }
    },

    /** Takes what arrived on a channel of a peer's open link, in order. */
    read(peer: Peer, channel: ChannelName, data: unknown) {
      peer.heartbeat?.heard()
      const text = channelText(data)
      const message = text === undefined ? undefined : parseJson(typedSchema, text)
      if (text === undefined || !message) return countMalformed(peer)
      if (channel === 'control' && isControlType(message.type)) {
        const read = v.safeParse(controlMessageSchema, message)
        return readControl(peer, read.success ? read.output : undefined)
      }
      const feature = featureLinkOf(peer, channel, message.type)
      if (!feature) return ignore(peer, channel)
      const verdict = feature.handle(message.type, message, text.length)
      if (typeof verdict === 'string') return judge(peer, verdict)
      verdict.then(
        (late) => judge(peer, late),
        (error: unknown) => log.error('feature-failed', error, { channel }),
      )
    },

    handlePeers(peers: readonly SessionPeer[]) {
      for (const feature of options.features) feature.handlePeers(peers)
    },

    close() {
      for (const feature of options.features) feature.close()
    },
  }
}

export type Dispatch = ReturnType<typeof createDispatch>

/** Counts what cannot be read against the key that sent it, says it, and ends the link when it is enough. */
function createMalformedCount(context: SessionContext, onTooMany: (peer: Peer) => void) {
  const log = context.environment.log.logger('dispatch')

  function add(peer: Peer): number {
    const count = peer.standing.malformed.add()
    if (count === 1) context.log('peer-malformed', peer.name)
    return count
  }

  function closeIfEnough(peer: Peer, count: number) {
    if (count < limits.malformedCloseCount) return
    log.warn('too-many-malformed', { count })
    onTooMany(peer)
  }

  return {
    countMalformed(peer: Peer) {
      const count = add(peer)
      if (count >= limits.malformedNoticeCount) {
        context.onProblem({ kind: 'peer-malformed', peerName: peer.name, count })
      }
      closeIfEnough(peer, count)
    },

    /** Nobody does that by mistake: it is said at once. */
    countForged(peer: Peer) {
      const count = add(peer)
      const forged = peer.standing.forged.add()
      if (forged === 1) context.log('peer-forged', peer.name)
      context.onProblem({ kind: 'peer-forged', peerName: peer.name, count: forged })
      closeIfEnough(peer, count)
    },
  }
}
