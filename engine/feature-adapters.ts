import { createConversation, type ConversationOptions } from './chat/conversation.ts'
import { chatMessageSchema, type ChatMessage } from './chat/protocol.ts'
import { parseJson } from './base/json.ts'
import type { Feature, LinkedPeer } from './session/feature.ts'

/** Until chat is a feature by itself: its present shape as one. */

const [message, received, want, history] = chatMessageSchema.options

/** Chat as a feature. */
export function chatFeature(options: Omit<ConversationOptions, 'sendTo'>) {
  const linked = new Map<string, LinkedPeer<ChatMessage>>()
  const conversation = createConversation({
    ...options,
    sendTo(peerId, text) {
      const said = parseJson(chatMessageSchema, text)
      return said ? (linked.get(peerId)?.send(said) ?? Promise.resolve(false)) : Promise.resolve(false)
    },
  })
  const feature: Feature<ChatMessage> = {
    protocol: {
      name: 'chat',
      version: 1,
      channel: 'chat',
      messages: {
        message: { schema: message },
        received: { schema: received },
        want: { schema: want },
        history: { schema: history },
      },
    },
    handleOpen(peer) {
      linked.set(peer.peerId, peer)
      conversation.handlePeerOpen(peer.peerId)
    },
    async handle(peer, said) {
      const verdict = await conversation.handleChat(peer.peerId, JSON.stringify(said))
      return verdict === 'unreadable' ? 'malformed' : verdict
    },
    close: conversation.close,
  }
  return { feature, send: conversation.send }
}
