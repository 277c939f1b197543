import type { SessionContext } from './context.ts'
import type { ChannelName } from './feature.ts'
import type { Peer } from './peer.ts'
import type { FeatureTransport } from './registered-feature.ts'

/**
 * How features speak over the link that a peer has at this moment; once that one is over it sends nothing more, though
 * there be another.
 */
export function linkTransport(
  context: SessionContext,
  peer: Peer,
  countMalformed: () => void,
): FeatureTransport {
  const link = peer.attempt?.link
  const log = context.environment.log.logger('link-transport')
  const isCurrent = () => link !== undefined && peer.attempt?.link === link

  /** A channel throws where the peer's own limit is smaller than the message (RFC 8841), or its buffer is full. */
  function failed(channel: ChannelName, error: unknown): false {
    log.caught('send-failed', error, { channel })
    return false
  }

  async function send(channel: ChannelName, text: string): Promise<boolean> {
    if (channel === 'control') return sendNow(channel, text)
    try {
      return isCurrent() && link !== undefined && (await link.sendChat(text))
    } catch (error) {
      return failed(channel, error)
    }
  }

  function sendNow(channel: ChannelName, text: string): boolean {
    if (!isCurrent() || !link?.isOpen()) return false
    if (channel === 'chat') {
      void send(channel, text)
      return true
    }
    try {
      return link.sendControl(text)
    } catch (error) {
      return failed(channel, error)
    }
  }

  return {
    peerId: peer.peerId,
    publicKey: peer.publicKey,
    name: peer.name,
    send,
    sendNow,
    countMalformed,
    isWithin: peer.standing.isWithin,
  }
}
