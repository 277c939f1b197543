import type { Logger } from '../base/log.ts'
import { ProblemError } from '../base/problem.ts'
import type { IceServerSetting } from '../storage/database.ts'
import { isTurn } from './ice-server.ts'
import { iceConfiguration, lacksTurn, withProvided, type IceSettings } from './ice-configuration.ts'
import { isRefusal, tryServers } from './usable-servers.ts'

/** The servers that a room's relay provides, at any time. */
type ReadProvided = () => readonly IceServerSetting[]

export interface Connections {
  /** From now on these settings hold, also for what open connections still look for. */
  apply(settings: IceSettings): void
  /** Throws a ProblemError where no path is allowed. */
  create(readProvided?: ReadProvided): RTCPeerConnection
  /** There are other provided servers: connections look for new paths with them. */
  providedChanged(): void
  /** Whether provided servers are of use: with a TURN server of one's own nobody else's is needed. */
  needProvided(): boolean
  /** Whether our addresses are kept from peers. */
  isRelayOnly(): boolean
}

interface Made {
  readonly connection: RTCPeerConnection
  readonly readProvided: ReadProvided
  configured: string
}

/**
 * The one place that RTCPeerConnections come from: made as the settings say. Until those are known nothing leaves. A
 * server that the browser refuses is left out, and every connection made without it.
 */
export function createConnections(
  make: (configuration: RTCConfiguration) => RTCPeerConnection,
  logger?: Logger,
): Connections {
  let settings: IceSettings = { iceServers: [], isRelayOnly: true }
  let made: Made[] = []
  const refusedServers = new Set<string>()
  const living = () => made.filter(({ connection }) => connection.signalingState !== 'closed')

  function allowed(readProvided: ReadProvided): IceSettings {
    const isTaken = (server: IceServerSetting) => !refusedServers.has(JSON.stringify(server))
    const own = { ...settings, iceServers: settings.iceServers.filter(isTaken) }
    return withProvided(own, readProvided().filter(isTaken))
  }

  /** Hands a configuration to `use`, and where the browser refuses it, one without what it refuses. */
  function configure<Value>(
    readProvided: ReadProvided,
    use: (configuration: RTCConfiguration, from: IceSettings) => Value,
  ): Value {
    const wanted = allowed(readProvided)
    try {
      return use(iceConfiguration(wanted), wanted)
    } catch (error) {
      if (!isRefusal(error)) throw error
      const { refused } = tryServers(make, wanted.iceServers)
      if (refused.length === 0) throw error
      for (const { server, error: why } of refused) {
        refusedServers.add(JSON.stringify(server))
        logger?.error('server-refused', why, { isTurn: isTurn(server) })
      }
      const left = allowed(readProvided)
      return use(iceConfiguration(left), left)
    }
  }

  function reconfigure(one: Made) {
    try {
      configure(one.readProvided, (configuration) => {
        const text = JSON.stringify(configuration)
        if (text === one.configured) return
        // What an ICE restart gathers is what the settings allow by then.
        one.connection.setConfiguration(configuration)
        one.configured = text
      })
    } catch (error) {
      // It closed meanwhile.
      logger?.caught('not-reconfigured', error)
    }
  }

  function reconfigureAll() {
    made = living()
    made.forEach(reconfigure)
  }

  return {
    apply(next) {
      settings = next
      reconfigureAll()
    },
    create(readProvided = () => []) {
      return configure(readProvided, (configuration, from) => {
        if (lacksTurn(from)) throw new ProblemError({ kind: 'relay-only-without-turn' })
        const connection = make(configuration)
        made = [...living(), { connection, readProvided, configured: JSON.stringify(configuration) }]
        return connection
      })
    },
    providedChanged: reconfigureAll,
    needProvided: () => !settings.iceServers.some(isTurn),
    isRelayOnly: () => settings.isRelayOnly,
  }
}
