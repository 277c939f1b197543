import { createPinia, setActivePinia } from 'pinia'
import * as v from 'valibot'
import { createPortPair, type MemoryPort } from '@/ipc/testing/memory-port.ts'
import type { Problem } from '@/engine/base/problem.ts'
import type { CallView } from '@/engine/call/call-view.ts'
import type { SettingsChange } from '@/engine/storage/settings-schema.ts'
import type { RoomView } from '@/engine/view.ts'
import type { CallAction } from '@/engine/call/protocol.ts'
import { commands } from '@/ipc/commands.ts'
import { requestSchema, type Update } from '@/ipc/protocol.ts'
import { chrome } from '@/platform/chrome.ts'
import type { Platform } from '@/platform/platform.ts'

let openPort: () => Promise<MemoryPort> = () => Promise.reject(new Error('No host was started.'))

/**
 * A host that is the test: it says what it likes of rooms and calls, and keeps what it was asked. A test file says
 * `vi.mock('@/platform/current.ts', () => ({ platform: callTestPlatform }))`.
 */
export function startCallHost(options: { rooms?: RoomView[]; call?: CallView } = {}) {
  const actions: CallAction[] = []
  const changes: SettingsChange[] = []
  const asked: string[] = []
  let port: MemoryPort | undefined
  let refusal: Problem | undefined
  const tell = (update: Update) => port?.postMessage(update)

  openPort = () => {
    const { panel, host } = createPortPair()
    port = host
    host.onMessage((message) => {
      const { requestId, name, input } = v.parse(requestSchema, message)
      asked.push(name)
      if (name === 'call') actions.push(v.parse(commands.call.input, input))
      if (name === 'change-settings') changes.push(v.parse(commands['change-settings'].input, input))
      const outcome = refusal ? { ok: false as const, problem: refusal } : { ok: true as const }
      tell({ type: 'outcome', requestId, outcome })
    })
    const { rooms = [], call } = options
    // Once the panel listens.
    setTimeout(() => tell({ type: 'snapshot', rooms, log: [], ...(call && { call }) }))
    return Promise.resolve(panel)
  }
  const pinia = createPinia()
  setActivePinia(pinia)
  return {
    plugins: [pinia],
    /** What was asked of the call, in order. */
    actions,
    /** What was asked of the settings, in order. */
    changes,
    /** The names of all commands, in order. */
    asked,
    tell,
    /** From now on nothing that is asked can be done. */
    refuse: (problem: Problem | undefined) => (refusal = problem),
  }
}

/** Chrome, as far as a panel knows, with the test's host. */
export const callTestPlatform: Platform = { ...chrome, openHostPort: () => openPort() }
