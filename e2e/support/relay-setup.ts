import type { TestProject } from 'vitest/node'
import type {} from '../../engine/testing/provided.ts'
import { startForeignHub } from './foreign-hub.ts'
import { startRelay } from './relay.ts'
import { metricsToken } from './relay-metrics.ts'
import { hasCoturn, startTurnServer } from './turn-server.ts'

/**
 * Before the engine's tests: the real relay, another one whose deliveries one test counts, hubs of somebody else, and a coturn.
 * Tests ask for their addresses by `inject`.
 */
export default async function setup(project: TestProject) {
  // These tests run in a web page, which a relay refuses by default.
  const flags = ['--allowed-origins', '*']
  const relays = await Promise.all([
    startRelay({ flags }),
    startRelay({ flags: [...flags, '--metrics-token', metricsToken] }),
  ])
  const turn = hasCoturn ? await startTurnServer() : null
  const hubs = await Promise.all([
    startForeignHub(),
    startForeignHub({ hasRooms: true, picks: 'first' }),
    startForeignHub({ hasRooms: true, picks: 'none' }),
  ])
  project.provide('relayUrl', relays[0].url)
  project.provide('countedRelayUrl', relays[1].url)
  project.provide('foreignHubUrl', hubs[0].url)
  project.provide('foreignRoomsUrls', { picksFirst: hubs[1].url, picksNone: hubs[2].url })
  project.provide(
    'turn',
    turn && {
      stunUrl: turn.stunUrl,
      turnUrl: turn.turnUrl,
      username: turn.username,
      credential: turn.credential,
    },
  )
  return async () => {
    await turn?.stop()
    for (const { hub, close } of hubs) {
      for (const client of hub.clients) client.terminate()
      close()
    }
    await Promise.all(relays.map((relay) => relay.kill()))
  }
}
