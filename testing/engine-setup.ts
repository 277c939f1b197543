import type { TestProject } from 'vitest/node'
import type {} from './provided.ts'
import { startThirdPartyHub } from './servers/third-party-hub.ts'
import { startRelay } from './servers/relay.ts'
import { metricsToken } from './servers/relay-metrics.ts'
import { hasCoturn, startTurnServer } from './servers/turn-server.ts'

/**
 * Before the engine's tests: the real relay, another one whose deliveries one test counts, third-party hubs, and a coturn.
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
    startThirdPartyHub(),
    startThirdPartyHub({ hasRooms: true, picks: 'first' }),
    startThirdPartyHub({ hasRooms: true, picks: 'none' }),
  ])
  project.provide('relayUrl', relays[0].url)
  project.provide('countedRelayUrl', relays[1].url)
  project.provide('thirdPartyHubUrl', hubs[0].url)
  project.provide('thirdPartyRoomsUrls', { picksFirst: hubs[1].url, picksNone: hubs[2].url })
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
