import type { Environment } from '../base/environment.ts'
import { storageProblem, ProblemError, type Problem } from '../base/problem.ts'
import { parseRelayUrl } from '../wire/relay-url.ts'
import type { Settings } from '../settings/own-settings.ts'
import type { SettingsChange } from '../storage/settings-schema.ts'
import { checkConnection } from './connection-check.ts'
import { parseIceServer, parseIceServers, type TypedIceServer } from '../network/ice-server.ts'
import type { ConnectionCheck, IceTest, RelayTest } from '../network/results.ts'
import { testIceServer } from '../network/test-ice-server.ts'
import { tryServers } from '../network/usable-servers.ts'
import { testRelay } from './test-relay.ts'

type Answer<Value> = { ok: true; value: Value } | { ok: false; problem: Problem }

export interface NetworkCommands {
  /** Resolves when it is on disk and holds for every connection made from then on. */
  changeSettings(change: SettingsChange): Promise<Answer<undefined>>
  /** Asks one server, as it was typed. */
  testIceServer(typed: TypedIceServer): Promise<Answer<IceTest>>
  /** Asks one relay, as it was typed, whether it takes us in. */
  testRelay(typedUrl: string): Promise<Answer<RelayTest>>
  /** Checks the relay that was typed, and everything in the settings. */
  checkConnection(relayUrl: string): Promise<Answer<ConnectionCheck>>
}

/** What a person may ask about the network, apart from any room. */
export function createNetworkCommands(environment: Environment, settings: Settings): NetworkCommands {
  return {
    async changeSettings(change) {
      const parsed = parseIceServers(change.iceServers ?? [])
      if ('problem' in parsed) return { ok: false, ...parsed }
      const [refused] = tryServers(environment.createPeerConnection, parsed.servers).refused
      if (refused) {
        environment.log.logger('network').caught('server-refused', refused.error)
        return { ok: false, problem: { kind: 'ice-server-unreadable' } }
      }
      const problem = await settings.change(change)
      return problem ? { ok: false, problem } : { ok: true, value: undefined }
    },

    async testIceServer(typed) {
      const parsed = parseIceServer(typed)
      if ('problem' in parsed) return { ok: false, ...parsed }
      return { ok: true, value: await testIceServer(environment, parsed.server) }
    },

    async testRelay(typed) {
      const relay = parseRelayUrl(typed)
      if ('problem' in relay) return { ok: false, ...relay }
      return { ok: true, value: await testRelay(environment, relay.relayUrl) }
    },

    async checkConnection(typed) {
      const relay = parseRelayUrl(typed)
      if ('problem' in relay) return { ok: false, ...relay }
      try {
        const check = await checkConnection(environment, await settings.read(), relay.relayUrl)
        return { ok: true, value: check }
      } catch (error) {
        environment.log.logger('network').caught('check-failed', error)
        return { ok: false, problem: error instanceof ProblemError ? error.problem : storageProblem(error) }
      }
    },
  }
}
