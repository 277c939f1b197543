import { browser } from 'wxt/browser'
import { browserEnvironment } from '@/engine/base/browser-environment.ts'
import type { CallEvents, Calls } from '@/engine/call/calls.ts'
import { createEngine, type Engine } from '@/engine/engine.ts'
import type { Environment } from '@/engine/base/environment.ts'
import { watchForWake } from '@/engine/base/wake.ts'
import { SidetoneDatabase } from '@/engine/storage/database.ts'
import { askForPersistence } from '@/engine/storage/persistence.ts'
import { onCallCommand } from '@/platform/call-commands.ts'
import { watchForCalls } from '@/platform/toolbar-badge.ts'
import { callPortName, fromRuntimePort, panelPortName, type Port } from './port.ts'
import { servePanels } from './serve-panels.ts'
import { showToolbarBadge } from '@/platform/show-toolbar-badge.ts'

/** What holds the calls of a host: itself, or the sidebars whose ports it accepts. */
export type HeldCalls = Calls & { accept?: (port: Port) => void }

export interface HostOptions {
  readonly createCalls: (
    engine: Engine,
    events: CallEvents,
    context: { readonly environment: Environment; readonly database: SidetoneDatabase },
  ) => HeldCalls
  /** How many rooms are joined, or wait to be joined again: what the host must stay awake for. */
  readonly onJoinedRooms?: (count: number) => void
}

/** Runs the engine in this context and serves the panels that connect to it. Call it once, synchronously. */
export function runHost(options: HostOptions) {
  const environment = browserEnvironment()
  const { clock, log } = environment
  const database = new SidetoneDatabase(undefined, { clock, logger: log.logger('database') })
  void askForPersistence(navigator.storage, log.logger('storage'))
  const joined = new Set<string>()
  let queuedCount = 0
  const sign = watchForCalls({
    rooms: () => host.engine.snapshot().rooms,
    call: () => host.calls.view(),
    show: showToolbarBadge,
    nowMs: environment.clock.nowMs,
    after: environment.clock.after,
  })
  const host = servePanels(
    (tellPanels) =>
      createEngine({
        environment,
        database,
        onEvent(event) {
          if (event.type === 'room') joined.add(event.room.roomId)
          if (event.type === 'left') joined.delete(event.roomId)
          if (event.type === 'rejoin-queue') queuedCount = event.roomCount
          options.onJoinedRooms?.(joined.size + queuedCount)
          tellPanels(event)
          if (event.type === 'room' || event.type === 'left') sign.note()
        },
      }),
    (engine, events) =>
      options.createCalls(
        engine,
        {
          ...events,
          onView(view, ended) {
            events.onView(view, ended)
            sign.note()
          },
        },
        { environment, database },
      ),
  )
  browser.runtime.onConnect.addListener((port) => {
    if (port.name === panelPortName) host.accept(fromRuntimePort(port))
    if (port.name === callPortName) host.calls.accept?.(fromRuntimePort(port))
  })
  onCallCommand((action) => void host.calls.act(action))
  void host.engine.rejoinAtStart()
  addEventListener('online', () => host.engine.handleOnline())
  watchForWake(environment.clock, () => host.engine.handleOnline())
}
