import { createPinia } from 'pinia'
import { onTestFinished } from 'vitest'
import { servePanels } from '@/ipc/serve-panels.ts'
import { createPortPair } from '@/ipc/testing/memory-port.ts'
import { createEngine } from '@/engine/engine.ts'
import { createFakeEnvironment } from '@/engine/testing/fake-environment.ts'
import { noCalls } from '@/engine/testing/no-calls.ts'
import { chrome } from '@/platform/chrome.ts'
import type { Platform } from '@/platform/platform.ts'
import { database } from '@/stores/database.ts'

type Host = ReturnType<typeof servePanels>
let current: Host | undefined

/**
 * The real engine and the real ports for a mounted panel; only the browser's port, the time and the relay are
 * the test's. A test file says
 * `vi.mock('@/platform/current.ts', () => ({ platform: testPlatform }))`.
 */
export function startHost() {
  const fakes = createFakeEnvironment()
  const host = servePanels(
    (onEvent) => createEngine({ environment: fakes.environment, database, onEvent }),
    noCalls,
  )
  current = host
  onTestFinished(async () => {
    current = undefined
    for (const { roomId } of host.engine.snapshot().rooms) host.engine.leave(roomId)
    await Promise.all(database.tables.map((table) => table.clear()))
  })
  return { ...fakes, engine: host.engine, plugins: [createPinia()] }
}

function openTestPort() {
  const { panel, host: hostEnd } = createPortPair()
  const host = current
  // In a turn of its own, as in a browser: the panel listens by then.
  setTimeout(() => host?.accept(hostEnd))
  return Promise.resolve(panel)
}

/** Chrome, as far as a panel knows, with the test's host. */
export const testPlatform: Platform = { ...chrome, openHostPort: openTestPort }
