import type { IceServerSetting } from '../storage/database.ts'
import { iceServerOf } from './ice-configuration.ts'

/** Makes a connection that is thrown away. */
type Make = (configuration: RTCConfiguration) => Pick<RTCPeerConnection, 'close'>

/**
 * Whether a browser says by this that it does not take a configuration; it may as well be out of connections, or have
 * no WebRTC. https://w3c.github.io/webrtc-pc/#set-the-configuration
 */
export function isRefusal(error: unknown): boolean {
  if (error instanceof TypeError) return true
  return (
    error instanceof DOMException &&
    ['SyntaxError', 'InvalidAccessError', 'NotSupportedError'].includes(error.name)
  )
}

/** The error by which the browser refuses these servers; undefined where it takes them, or nobody can tell. */
function refusalOf(make: Make, servers: readonly IceServerSetting[]): unknown {
  try {
    make({ iceServers: servers.map(iceServerOf) }).close()
    return undefined
  } catch (error) {
    return isRefusal(error) ? error : undefined
  }
}

export interface TriedServers {
  readonly taken: readonly IceServerSetting[]
  readonly refused: readonly { readonly server: IceServerSetting; readonly error: unknown }[]
}

/**
 * Tries servers on the browser itself, which refuses some that look right (Firefox: `transport=TCP`, the ports of other
 * services) and then makes no connection at all, not even one that needs no server. One of them costs none of the others.
 */
export function tryServers(make: Make, servers: readonly IceServerSetting[]): TriedServers {
  if (servers.length === 0 || refusalOf(make, servers) === undefined) return { taken: servers, refused: [] }
  const taken: IceServerSetting[] = []
  const refused: { server: IceServerSetting; error: unknown }[] = []
  for (const server of servers) {
    const error = refusalOf(make, [...taken, server])
    if (error === undefined) taken.push(server)
    else refused.push({ server, error })
  }
  return { taken, refused }
}
