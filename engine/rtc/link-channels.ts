import { channels } from '../wire/channel.ts'

/** The two data channels of a link, which both ends open alike (wire/channel.ts). */
export function openLinkChannels(connection: RTCPeerConnection) {
  const open = ({ id, label }: { readonly id: number; readonly label: string }) =>
    connection.createDataChannel(label, { negotiated: true, id })
  const control = open(channels.control)
  const chat = open(channels.chat)
  return {
    control,
    chat,
    all: [control, chat] as const,
    areOpen: () => control.readyState === 'open' && chat.readyState === 'open',
  }
}

export type LinkChannels = ReturnType<typeof openLinkChannels>
