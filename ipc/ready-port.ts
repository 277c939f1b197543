import type { Port } from './port.ts'

/** A host that loads is asked again for about five seconds. */
const maxOpenAttempts = 100
const reopenDelayMs = 50

interface ReadyPortOptions {
  readonly openPort: () => Promise<Port>
  readonly onMessage: (message: unknown) => void
  /** A port that was ready broke. */
  readonly onDisconnect: () => void
  /** Whether one is wanted still. */
  readonly isWanted: () => boolean
}

/**
 * Opens a port to a host that may still be loading: it refuses the first. A port counts when a message has come through
 * it. Rejects where the host does not answer.
 */
export async function openReadyPort(options: ReadyPortOptions): Promise<Port> {
  for (let attempt = 1; attempt <= maxOpenAttempts && options.isWanted(); attempt++) {
    const opened = await options.openPort()
    if (await becomesReady(opened, options)) return opened
    await new Promise((resolve) => setTimeout(resolve, reopenDelayMs))
  }
  throw new Error('The host does not answer.')
}

function becomesReady(port: Port, { onMessage, onDisconnect }: ReadyPortOptions): Promise<boolean> {
  return new Promise((resolve) => {
    let wasReady = false
    port.onMessage((message) => {
      wasReady = true
      onMessage(message)
      resolve(true)
    })
    port.onDisconnect(() => {
      resolve(false)
      if (wasReady) onDisconnect()
    })
  })
}
