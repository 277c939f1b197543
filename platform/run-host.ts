import { browser } from 'wxt/browser'
import { browserEnvironment } from '@/engine/base/browser-environment.ts'
import type { CallEvents, Calls } from '@/engine/call/calls.ts'
import { createEngine, type Engine, type EngineEvent } from '@/engine/engine.ts'
import type { Environment } from '@/engine/base/environment.ts'
import { watchForWake } from '@/engine/base/wake.ts'
import { SidetoneDatabase } from '@/engine/storage/database.ts'
import { askForPersistence } from '@/engine/storage/persistence.ts'
import { callPortName, fromRuntimePort, type Port } from '@/ipc/port.ts'
import { servePanels } from '@/ipc/serve-panels.ts'
import { onCallCommand } from './call-commands.ts'
import { platform } from './current.ts'
import { acceptPanels, isPanelPort } from './panel-ports.ts'
import { showToolbarBadge } from './show-toolbar-badge.ts'
import { watchForCalls } from './toolbar-badge.ts'
import { watchMessages } from './watch-messages.ts'

/** What holds the calls of a host: itself, or the sidebars whose ports it accepts. */
export type HeldCalls = Calls & { accept?: (port: Port) => void }

export type CreateHeldCalls = (
  engine: Engine,
  events: CallEvents,
  context: { readonly environment: Environment; readonly database: SidetoneDatabase },
) => HeldCalls

/** Runs the engine in this context and serves the panels that connect to it. Call it once, in the first turn. */
export function runHost(createCalls: CreateHeldCalls) {
  const environment = browserEnvironment()
  const { clock, log } = environment
  const database = new SidetoneDatabase(undefined, { clock, logger: log.logger('database') })
  void askForPersistence(navigator.storage, log.logger('storage'))
  const noteRooms = keepAwakeForRooms()
  const badge = watchForCalls({
    rooms: () => host.engine.snapshot().rooms,
    call: () => host.calls.view(),
    unreadCount: () => messages.unreadCount(),
    show: showToolbarBadge,
    nowMs: environment.clock.nowMs,
    after: environment.clock.after,
  })
  const messages = watchMessages({ environment, database, host: () => host, onUnread: badge.note })
  const host = servePanels(
    (tellPanels) =>
      createEngine({
        environment,
        database,
        onEvent(event) {
          noteRooms(event)
          tellPanels(event)
          if (event.type === 'room' || event.type === 'left') badge.note()
          messages.handleEvent(event)
        },
      }),
    (engine, events) => {
      const onView: CallEvents['onView'] = (view, ended) => {
        events.onView(view, ended)
        badge.note()
      }
      return createCalls(engine, { ...events, onView }, { environment, database })
    },
    (turnedTo) => messages.handleSeen(turnedTo),
  )
  const panelPort = acceptPanels(window)
  browser.runtime.onConnect.addListener((port) => {
    if (isPanelPort(port.name)) host.accept(panelPort(port.name, fromRuntimePort(port)))
    if (port.name === callPortName) host.calls.accept?.(fromRuntimePort(port))
  })
  onCallCommand((action) => void host.calls.act(action))
  void host.engine.rejoinAtStart(platform.isBrowserStart)
  addEventListener('online', () => host.engine.handleOnline())
  watchForWake(environment.clock, () => host.engine.handleOnline())
}

/** Keeps this host awake while a room is joined, or waits to be joined again. */
function keepAwakeForRooms() {
  const joined = new Set<string>()
  let queuedCount = 0
  return (event: EngineEvent) => {
    if (event.type === 'room') joined.add(event.room.roomId)
    if (event.type === 'left') joined.delete(event.roomId)
    if (event.type === 'rejoin-queue') queuedCount = event.roomCount
    platform.keepAwake(joined.size + queuedCount > 0)
  }
}
