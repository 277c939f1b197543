import * as v from 'valibot'
import { updateSchema, type Command, type CommandOutcome, type Update } from './protocol.ts'
import type { Port } from './port.ts'

export interface HostClient {
  /** Carries a command to the host, connecting first where need be. Never rejects. */
  request(command: Command): Promise<CommandOutcome>
  close(): void
}

/** A host that loads is asked again for about five seconds. */
const maxOpenAttempts = 100
const reopenDelayMs = 50

/**
 * A panel's end of the bridge.
 *
 * A port that breaks while a room is joined is opened again at once. Without a room it stays closed until the
 * next command: in Firefox it breaks whenever the idle event page goes to sleep, and must not wake it again.
 */
export function createHostClient(options: {
  /** Makes sure that the host runs and opens a port to it. */
  readonly openPort: () => Promise<Port>
  readonly onUpdate: (update: Exclude<Update, { type: 'outcome' }>) => void
  /** The host is gone although a room was joined; what the panel showed is no longer so. */
  readonly onLost: () => void
}): HostClient {
  const waiting = new Map<number, (outcome: CommandOutcome) => void>()
  const joined = new Set<string>()
  let lastRequestId = 0
  let port: Promise<Port> | undefined
  let closed = false

  function connect(): Promise<Port> {
    port ??= openReadyPort().catch((error: unknown) => {
      port = undefined
      throw error
    })
    return port
  }

  /** A port counts when the host's snapshot came through it: a host that is still loading refuses the first. */
  async function openReadyPort(): Promise<Port> {
    for (let attempt = 1; attempt <= maxOpenAttempts && !closed; attempt++) {
      const opened = await options.openPort()
      const isReady = await new Promise<boolean>((resolve) => {
        let wasReady = false
        opened.onMessage((message) => {
          wasReady = true
          handleMessage(message)
          resolve(true)
        })
        opened.onDisconnect(() => {
          resolve(false)
          if (wasReady) handleDisconnect()
        })
      })
      if (isReady) return opened
      await new Promise((resolve) => setTimeout(resolve, reopenDelayMs))
    }
    throw new Error('The host does not answer.')
  }

  function handleMessage(message: unknown) {
    const parsed = v.safeParse(updateSchema, message)
    if (!parsed.success) return
    const update = parsed.output
    if (update.type === 'outcome') {
      waiting.get(update.requestId)?.(update.outcome)
      waiting.delete(update.requestId)
      return
    }
    if (update.type === 'snapshot') joined.clear()
    if (update.type === 'snapshot') for (const room of update.rooms) joined.add(room.roomId)
    if (update.type === 'room') joined.add(update.room.roomId)
    if (update.type === 'left') joined.delete(update.roomId)
    options.onUpdate(update)
  }

  function handleDisconnect() {
    port = undefined
    for (const resolve of waiting.values()) resolve({ ok: false, problem: { kind: 'host-lost' } })
    waiting.clear()
    if (closed || joined.size === 0) return
    options.onLost()
    void connect().catch(() => undefined)
  }

  void connect().catch(() => undefined)

  return {
    async request(command) {
      lastRequestId += 1
      const requestId = lastRequestId
      try {
        const opened = await connect()
        return await new Promise((resolve) => {
          waiting.set(requestId, resolve)
          opened.postMessage({ requestId, command })
        })
      } catch {
        waiting.delete(requestId)
        return { ok: false, problem: { kind: 'host-lost' } }
      }
    },
    close() {
      closed = true
      void port?.then((opened) => opened.disconnect()).catch(() => undefined)
    },
  }
}
