import type { Port } from '../port.ts'

export interface MemoryPort extends Port {
  readonly isConnected: () => boolean
}

/** Both ends of a port, as a browser makes them: messages are copies and come later, disconnecting too. */
export function createPortPair(): { panel: MemoryPort; host: MemoryPort; tear: () => void } {
  let connected = true

  function createEnd() {
    const messageListeners: ((message: unknown) => void)[] = []
    const disconnectListeners: (() => void)[] = []
    return {
      messageListeners,
      disconnectListeners,
      hear: (message: unknown) => messageListeners.forEach((listener) => listener(message)),
      end: () => disconnectListeners.forEach((listener) => listener()),
    }
  }

  const ends = { panel: createEnd(), host: createEnd() }

  function portOf(own: keyof typeof ends, other: keyof typeof ends): MemoryPort {
    return {
      isConnected: () => connected,
      postMessage(message) {
        if (!connected) throw new Error('Attempting to use a disconnected port object')
        const copy: unknown = structuredClone(message)
        queueMicrotask(() => {
          if (connected) ends[other].hear(copy)
        })
      },
      disconnect() {
        if (!connected) return
        connected = false
        // As in a browser, only the other end is told.
        queueMicrotask(() => ends[other].end())
      },
      onMessage: (listener) => ends[own].messageListeners.push(listener),
      onDisconnect: (listener) => ends[own].disconnectListeners.push(listener),
    }
  }

  return {
    panel: portOf('panel', 'host'),
    host: portOf('host', 'panel'),
    /** The host goes: the panel is told, and the host too if anyone is left there. */
    tear() {
      connected = false
      queueMicrotask(() => {
        ends.panel.end()
        ends.host.end()
      })
    },
  }
}
