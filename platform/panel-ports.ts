import * as v from 'valibot'
import { panelPortName, type Port } from '@/ipc/port.ts'
import { offerEvent, type PanelOffer } from './direct-port.ts'

const offerSchema: v.GenericSchema<unknown, PanelOffer> = v.object({
  name: v.string(),
  channel: v.custom<MessagePort>((it) => typeof it === 'object' && it !== null && 'postMessage' in it),
})

/** Of panels that closed before they had a runtime port, so many at most are remembered. */
const maxOffers = 16

/** The host's end of direct ports (direct-port.ts), in its own window. Gives what makes a panel's port of a runtime port with that name. */
export function acceptPanels(host: EventTarget): (name: string, runtimePort: Port) => Port {
  const channels = new Map<string, MessagePort>()

  host.addEventListener(offerEvent, (event) => {
    const offer = v.safeParse(offerSchema, Reflect.get(event, 'detail'))
    if (!offer.success) return
    channels.set(offer.output.name, offer.output.channel)
    const [oldest] = channels.keys()
    if (channels.size > maxOffers && oldest !== undefined) channels.delete(oldest)
  })

  return (name, runtimePort) => {
    const channel = channels.get(name)
    channels.delete(name)
    return channel ? directPort({ host, name, channel, runtimePort }) : runtimePort
  }
}

/** Whether a runtime port with that name is a panel's. */
export const isPanelPort = (name: string) => name === panelPortName || name.startsWith(`${panelPortName} `)

function directPort(end: {
  readonly host: EventTarget
  readonly name: string
  readonly channel: MessagePort
  readonly runtimePort: Port
}): Port {
  const { channel, host, name, runtimePort } = end
  const closing = new AbortController()
  runtimePort.onDisconnect(() => closing.abort())
  return {
    ...runtimePort,
    postMessage: (message) => channel.postMessage(message),
    onMessage(listener) {
      const { signal } = closing
      host.addEventListener(name, (event) => listener(Reflect.get(event, 'detail')), { signal })
    },
    disconnect() {
      closing.abort()
      channel.close()
      runtimePort.disconnect()
    },
  }
}
