import { browser } from 'wxt/browser'
import { browserEnvironment } from '@/engine/base/browser-environment.ts'
import { createCalls } from '@/engine/call/calls.ts'
import { createConnections } from '@/engine/network/connections.ts'
import { SidetoneDatabase, type IceServerSetting } from '@/engine/storage/database.ts'
import { observe } from '@/engine/storage/observe.ts'
import { ensureSettings } from '@/engine/storage/settings-row.ts'
import { callPortName, fromRuntimePort } from '@/ipc/port.ts'
import { createSidebarCalls } from '@/ipc/sidebar-calls.ts'
import { microphonesHere } from './microphones-here.ts'

/** Firefox: a microphone opens in a sidebar and not in the event page, so the sidebar that joins a call holds it. */
const environment = browserEnvironment()
const database = new SidetoneDatabase()
const connections = createConnections(environment.createPeerConnection, environment.log.logger('connections'))

const turnCredentials = new Map<string, readonly IceServerSetting[]>()

const sidebar = createSidebarCalls({
  onProvided(roomId, servers) {
    turnCredentials.set(roomId, servers)
    connections.providedChanged()
  },
  openPort: () => Promise.resolve(fromRuntimePort(browser.runtime.connect({ name: callPortName }))),
  createCalls: (wire, events) =>
    createCalls({
      ...events,
      database,
      environment,
      createConnection: (roomId) => connections.create(() => turnCredentials.get(roomId) ?? []),
      wire,
      microphones: microphonesHere(true),
    }),
})

// What is changed in mid-call holds for whoever comes then, hidden addresses above all.
observe({
  query: () => database.settings.get('own'),
  onValue: (row) => row && connections.apply(row),
  onError: (error) => environment.log.logger('join-in-sidebar').caught('settings-unread', error),
})

/** Joins the call of a room, here. */
export async function joinInSidebar(roomId: string) {
  connections.apply(await ensureSettings(database))
  return sidebar.join(roomId)
}
