import { ProblemError } from '../base/problem.ts'
import type { IceServerSetting } from '../storage/database.ts'
import { isTurn } from './ice-server.ts'
import { iceConfiguration, lacksTurn, withProvided, type IceSettings } from './ice-configuration.ts'

/** The servers that a room's relay lends, at any time. */
type ReadProvided = () => readonly IceServerSetting[]

export interface Connections {
  /** From now on these settings hold, also for what open connections still look for. */
  apply(settings: IceSettings): void
  /** Throws a ProblemError where no path is allowed. */
  create(readProvided?: ReadProvided): RTCPeerConnection
  /** There are other provided servers: connections look for new paths with them. */
  providedChanged(): void
  /** Whether provided servers are of use: whoever has a TURN server of their own needs nobody else's. */
  needProvided(): boolean
  /** Whether our addresses are kept from peers. */
  isRelayOnly(): boolean
}

interface Made {
  readonly connection: RTCPeerConnection
  readonly readProvided: ReadProvided
  configured: string
}

/** The one place that RTCPeerConnections come from: made as the settings say. Until those are known nothing leaves. */
export function createConnections(make: (configuration: RTCConfiguration) => RTCPeerConnection): Connections {
  let settings: IceSettings = { iceServers: [], isRelayOnly: true }
  let made: Made[] = []
  const living = () => made.filter(({ connection }) => connection.signalingState !== 'closed')
  function configureAll() {
    made = living()
    for (const one of made) {
      const configuration = iceConfiguration(withProvided(settings, one.readProvided()))
      const text = JSON.stringify(configuration)
      if (text === one.configured) continue
      one.configured = text
      try {
        // What an ICE restart gathers is what the settings allow by then.
        one.connection.setConfiguration(configuration)
      } catch {
        // It closed meanwhile.
      }
    }
  }

  return {
    apply(next) {
      settings = next
      configureAll()
    },
    create(readProvided = () => []) {
      const allowed = withProvided(settings, readProvided())
      if (lacksTurn(allowed)) throw new ProblemError({ kind: 'relay-only-without-turn' })
      const configuration = iceConfiguration(allowed)
      const connection = make(configuration)
      made = [...living(), { connection, readProvided, configured: JSON.stringify(configuration) }]
      return connection
    },
    providedChanged: configureAll,
    needProvided: () => !settings.iceServers.some(isTurn),
    isRelayOnly: () => settings.isRelayOnly,
  }
}
