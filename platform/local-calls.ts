import { microphonesHere } from './microphones-here.ts'
import { createCalls, type CallEvents, type Calls } from '@/engine/call/calls.ts'
import type { Engine } from '@/engine/engine.ts'
import type { Environment } from '@/engine/base/environment.ts'
import type { SidetoneDatabase } from '@/engine/storage/database.ts'

/** Calls that the host holds itself: Chrome's offscreen document, which has the rooms and may use a microphone. */
export function createLocalCalls(
  engine: Engine,
  events: CallEvents,
  context: { readonly environment: Environment; readonly database: SidetoneDatabase },
): Calls {
  return createCalls({
    ...events,
    database: context.database,
    environment: context.environment,
    createConnection: engine.createConnection,
    wire: {
      announce: engine.announceCall,
      send: engine.sendCall,
      countMalformed: engine.countMalformedCall,
    },
    // Nothing is ever shown here: the permission page asks.
    microphones: microphonesHere(false),
  })
}
