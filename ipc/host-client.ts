import * as v from 'valibot'
import { refused, type Outcome } from '@/engine/base/outcome.ts'
import { problemOf } from '@/engine/base/problem.ts'
import type { RoomActions } from '@/engine/view.ts'
import type { ActionInput, CommandInput, CommandName, CommandValue } from './commands.ts'
import { updateSchema, type Update } from './protocol.ts'
import type { Port } from './port.ts'
import { openReadyPort } from './ready-port.ts'

export interface HostClient {
  /** Has the host carry out a command (commands.ts), connecting first where need be. Never rejects. */
  ask<Name extends CommandName>(name: Name, input: CommandInput<Name>): Promise<Outcome<CommandValue<Name>>>
  /** Has the host do in a room what one of its features can do (engine/room-features.ts). Never rejects. */
  act<Name extends keyof RoomActions, Action extends string & keyof RoomActions[Name]>(
    roomId: string,
    feature: Name,
    action: Action,
    input: ActionInput<Name, Action>,
  ): Promise<Outcome>
  close(): void
}

/**
 * A panel's end of its port to the host.
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
  const waiting = new Map<number, (outcome: Outcome<unknown>) => void>()
  const joined = new Set<string>()
  let lastRequestId = 0
  let port: Promise<Port> | undefined
  let closed = false

  function connect(): Promise<Port> {
    const ready = { openPort: options.openPort, onMessage: handleMessage, onDisconnect: handleDisconnect }
    port ??= openReadyPort({ ...ready, isWanted: () => !closed }).catch((error: unknown) => {
      port = undefined
      throw error
    })
    return port
  }

  function handleMessage(message: unknown) {
    const parsed = v.safeParse(updateSchema, message)
    if (!parsed.success) {
      console.error('The host said what this panel cannot read', v.flatten(parsed.issues))
      return
    }
    const update = parsed.output
    if (update.type === 'outcome') {
      const { outcome } = update
      waiting.get(update.requestId)?.(outcome.ok ? { ok: true, value: outcome.value } : outcome)
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
    for (const resolve of waiting.values()) resolve(refused({ kind: 'host-lost' }))
    waiting.clear()
    if (closed || joined.size === 0) return
    options.onLost()
    connectAhead()
  }

  /** Before anything is asked; a command that comes meets the same failure and says it. */
  function connectAhead() {
    connect().catch((error: unknown) => console.error('The host could not be reached', error))
  }

  /** Sends a command; resolves with what the host says, or that it is gone. */
  async function request(name: CommandName, input: unknown): Promise<Outcome<unknown>> {
    lastRequestId += 1
    const requestId = lastRequestId
    try {
      const opened = await connect()
      return await new Promise((resolve) => {
        waiting.set(requestId, resolve)
        opened.postMessage({ requestId, name, input })
      })
    } catch (error) {
      console.error('The host could not be asked', error)
      waiting.delete(requestId)
      return refused({ kind: 'host-lost' })
    }
  }

  connectAhead()

  const ask: HostClient['ask'] = async (name, input) => {
    // What it gives back is needed when the host has answered, and loaded meanwhile: no panel waits for it to open.
    const loading = import('./commands.ts')
    const outcome = await request(name, input)
    if (!outcome.ok) return outcome
    try {
      const { commands } = await loading
      return { ok: true, value: v.parse(commands[name].value, outcome.value) }
    } catch (error) {
      return refused(problemOf(error))
    }
  }

  return {
    ask,
    act: (roomId, feature, action, input) => ask('act', { roomId, feature, action, input }),
    close() {
      closed = true
      port?.then(
        (opened) => opened.disconnect(),
        () => {
          // It never opened: there is nothing to close.
        },
      )
    },
  }
}
