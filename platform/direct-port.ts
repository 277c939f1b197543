import { panelPortName, type Port } from '@/ipc/port.ts'

/*
 * A panel that shares a process with the host reaches the host's window. A runtime port's messages go through the
 * browser's own process and, as any task, wait after a key press until the next frame is drawn. So there the panel says
 * what it has to say by an event on the host's window, which is handled at once, and the host answers by a channel.
 * The runtime port stays: it starts the host, it tells each that the other is gone, and where this doesn't work it
 * carries the messages.
 */

export const offerEvent = 'sidetone-panel'

/** What a panel hands over: the name of its runtime port, which is also that of its events, and its channel. */
export interface PanelOffer {
  readonly name: string
  readonly channel: MessagePort
}

type HostWindow = Pick<Window, 'dispatchEvent' | 'structuredClone'>

/** Opens a panel's port to the host that has that window; without one, what is said goes by the runtime port. */
export function connectPanel(connect: (name: string) => Port, host: HostWindow | undefined): Port {
  if (!host) return connect(panelPortName)
  const name = `${panelPortName} ${crypto.randomUUID()}`
  const { port1: channel, port2 } = new MessageChannel()
  const detail: PanelOffer = { name, channel: port2 }
  host.dispatchEvent(new CustomEvent(offerEvent, { detail }))
  const runtimePort = connect(name)
  /** A host that was still loading has not taken the channel. */
  let isTaken = false
  function close() {
    isTaken = false
    channel.close()
  }
  runtimePort.onDisconnect(close)
  return {
    ...runtimePort,
    postMessage(message) {
      if (!isTaken) return runtimePort.postMessage(message)
      // A copy that lives in the host's document, and throws here where there can be none.
      host.dispatchEvent(new CustomEvent(name, { detail: host.structuredClone(message) }))
    },
    onMessage(listener) {
      channel.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
        isTaken = true
        listener(data)
      })
      channel.start()
      runtimePort.onMessage(listener)
    },
    disconnect() {
      close()
      runtimePort.disconnect()
    },
  }
}
