import { createCallPresence, type CallPresenceOptions } from './call/call-presence.ts'
import { callMessageSchemas, isCallMessage, type CallMessage } from './call/protocol.ts'
import { createConversation, type ConversationOptions } from './chat/conversation.ts'
import { chatMessageSchema, type ChatMessage } from './chat/protocol.ts'
import { parseJson } from './base/json.ts'
import { hideCallAddresses } from './network/hide-addresses.ts'
import type { Feature, LinkedPeer, MessageRule } from './session/feature.ts'

/** Until chat and calls are features by themselves: their present shapes as such. */

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

/** Who is in a room's call, as a feature. */
export function callFeature(
  options: Omit<CallPresenceOptions, 'send'> & { readonly isRelayOnly: () => boolean },
) {
  const linked = new Map<string, LinkedPeer<CallMessage>>()
  const presence = createCallPresence({
    ...options,
    send(peerId, said) {
      const allowed = options.isRelayOnly() ? hideCallAddresses(said) : said
      if (allowed) linked.get(peerId)?.sendNow(allowed)
    },
  })
  const rule = <Type extends CallMessage['type']>(
    type: Type,
  ): MessageRule<Extract<CallMessage, { type: Type }>> => {
    const schema = callMessageSchemas.find((one) => one.entries.type.literal === type)
    if (!schema) throw new Error(`There is no ${type}.`)
    return { schema } as unknown as MessageRule<Extract<CallMessage, { type: Type }>>
  }
  const feature: Feature<CallMessage> = {
    protocol: {
      name: 'call',
      version: 1,
      channel: 'control',
      messages: {
        'call-state': rule('call-state'),
        'call-left': rule('call-left'),
        'call-offer': rule('call-offer'),
        'call-answer': rule('call-answer'),
        'call-candidates': rule('call-candidates'),
        'call-report': rule('call-report'),
        'call-rebuild': rule('call-rebuild'),
        'call-full': rule('call-full'),
      },
    },
    handleOpen(peer) {
      linked.set(peer.peerId, peer)
      presence.handleOpen(peer.peerId)
    },
    handle: (peer, said) =>
      isCallMessage(said) && presence.handleMessage(peer.peerId, said) ? 'fine' : 'malformed',
    handlePeers: presence.handlePeers,
    close() {
      presence.announce(undefined)
      presence.close()
    },
  }
  return { feature, announce: presence.announce, send: presence.send, withCalls: presence.withCalls }
}
