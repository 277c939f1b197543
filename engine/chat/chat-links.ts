import type { Clock } from '../base/environment.ts'
import type { Logger } from '../base/log.ts'
import type { LinkedPeer, SessionPeer } from '../session/feature.ts'
import type { ChatMessage } from './protocol.ts'

/** An open link to a peer who speaks chat, and what goes to it in order. */
export interface ChatLink {
  readonly peer: LinkedPeer<ChatMessage>
  readonly openedAtMs: number
  /** The newest of the peer's own entries that panels know of; undefined until it was looked up. */
  newestSeq: number | undefined
  /** False once the peer is gone, another link to it opened, or the room was left. */
  isOpen(): boolean
  /** Runs tasks of this link one after the other. */
  enqueue(task: () => Promise<void>): void
  /** False if it couldn't be handed to the channel. Never rejects. */
  send(message: ChatMessage): Promise<boolean>
}

/** States in which a peer has no link, and none that recovers by itself. */
const withoutLink: readonly SessionPeer['state'][] = ['unreachable', 'unauthenticated', 'incompatible']

/** The links of a room: one for each peer, the one that opened last. */
export function createChatLinks(options: {
  readonly clock: Clock
  readonly logger: Logger
  readonly onError: (error: unknown) => void
  readonly onEnd: (link: ChatLink) => void
}) {
  const links = new Map<string, ChatLink>()

  function createLink(peer: LinkedPeer<ChatMessage>): ChatLink {
    let last = Promise.resolve()
    const link: ChatLink = {
      peer,
      openedAtMs: options.clock.nowMs(),
      newestSeq: undefined,
      isOpen: () => links.get(peer.peerId) === link,
      enqueue(task) {
        last = last.then(() => (link.isOpen() ? task() : undefined)).catch(options.onError)
      },
      async send(message) {
        if (!link.isOpen()) return false
        try {
          return await peer.send(message)
        } catch (error) {
          // The channel takes nothing so long: the peer itself may say how much it does (RFC 8841).
          options.logger.caught('not-sent', error, { type: message.type })
          return false
        }
      },
    }
    return link
  }

  function end(peerId: string) {
    const link = links.get(peerId)
    if (!link) return
    links.delete(peerId)
    options.onEnd(link)
  }

  return {
    /** A link opened; the one before to that peer is over. */
    open(peer: LinkedPeer<ChatMessage>): ChatLink {
      end(peer.peerId)
      const link = createLink(peer)
      links.set(peer.peerId, link)
      return link
    },

    /** The link to a peer, if there is one. */
    to: (peerId: string): ChatLink | undefined => links.get(peerId),

    all: (): readonly ChatLink[] => [...links.values()],

    /** Ends the links of peers who are gone. */
    handlePeers(peers: readonly SessionPeer[]) {
      const linked = new Set(
        peers.filter(({ state }) => !withoutLink.includes(state)).map(({ peerId }) => peerId),
      )
      for (const peerId of [...links.keys()]) if (!linked.has(peerId)) end(peerId)
    },

    close() {
      for (const peerId of [...links.keys()]) end(peerId)
    },
  }
}

export type ChatLinks = ReturnType<typeof createChatLinks>
