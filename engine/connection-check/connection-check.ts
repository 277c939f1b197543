import type { Environment } from '../base/environment.ts'
import type { IceServerSetting } from '../storage/database.ts'
import { limits } from '../base/limits.ts'
import { addressKind, addressKinds, shortenUrl, type AddressKind } from '../network/addresses.ts'
import { gather } from '../network/gather.ts'
import { iceConfiguration, withProvided, type IceSettings } from '../network/ice-configuration.ts'
import { askForServers } from '../network/turn-credentials.ts'
import type { ConnectionCheck } from '../network/results.ts'
import { testIceServer } from '../network/test-ice-server.ts'
import { testRelay } from './test-relay.ts'

/** Looks at everything that a connection needs, all at once. */
export async function checkConnection(
  environment: Environment,
  settings: IceSettings,
  relayUrl: string,
): Promise<ConnectionCheck> {
  const test = async (server: IceServerSetting) => ({
    url: shortenUrl(server.url),
    result: await testIceServer(environment, server),
  })
  const asking = askForServers(environment, relayUrl)
  const providing = asking.then((provided) => provided?.servers ?? [])
  const [relay, relayTurn, kinds, ...servers] = await Promise.all([
    testRelay(environment, relayUrl),
    // One stands for all: they are one server, by several ways.
    providing.then(([first]) => first && testIceServer(environment, first)),
    providing.then((provided) => findAddressKinds(environment, withProvided(settings, provided))),
    ...settings.iceServers.map(test),
  ])
  const refused = (await asking)?.refused.map(({ url }) => shortenUrl(url)) ?? []
  return {
    relayUrl: shortenUrl(relayUrl),
    relay: withShortUrl(relay),
    servers,
    ...(relayTurn && { relayTurn }),
    ...(refused.length > 0 && { relayTurnRefused: refused }),
    addressKinds: kinds,
    isRelayOnly: settings.isRelayOnly,
  }
}

/** A problem with the relay names its address, which may have a key in it. */
function withShortUrl(relay: ConnectionCheck['relay']): ConnectionCheck['relay'] {
  if (relay.kind === 'open' || !('relayUrl' in relay.problem)) return relay
  return { ...relay, problem: { ...relay.problem, relayUrl: shortenUrl(relay.problem.relayUrl) } }
}

async function findAddressKinds(environment: Environment, settings: IceSettings): Promise<AddressKind[]> {
  try {
    const { candidates } = await gather({
      connection: environment.createPeerConnection(iceConfiguration(settings)),
      environment,
      timeoutMs: limits.iceTestTimeoutMs,
    })
    const found = new Set(candidates.map(addressKind))
    return addressKinds.filter((kind) => found.has(kind))
  } catch (error) {
    // The browser refuses the settings, which the tests of single servers say, or has no WebRTC.
    environment.log.logger('connection-check').caught('no-addresses', error)
    return []
  }
}
