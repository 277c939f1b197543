import type { IceServerSetting, SettingsRow } from '../storage/database.ts'
import { isTurn } from './ice-server.ts'

export type IceSettings = Pick<SettingsRow, 'iceServers' | 'isRelayOnly'>

/** One server as RTCPeerConnection takes it. */
export function iceServerOf({ url, username, credential }: IceServerSetting): RTCIceServer {
  return {
    urls: url,
    ...(username !== undefined && { username }),
    ...(credential !== undefined && { credential }),
  }
}

/** What every RTCPeerConnection is made with. */
export function iceConfiguration({ iceServers, isRelayOnly }: IceSettings): RTCConfiguration {
  return {
    // A STUN server is of no use where only relayed paths are, and would be one more who hears of us.
    iceServers: iceServers.filter((server) => !isRelayOnly || isTurn(server)).map(iceServerOf),
    iceTransportPolicy: isRelayOnly ? 'relay' : 'all',
  }
}

/** Together with what a relay provides: with a TURN server of one's own nobody else's is needed. */
export function withProvided<Settings extends IceSettings>(
  settings: Settings,
  provided: readonly IceServerSetting[],
): Settings {
  if (settings.iceServers.some(isTurn)) return settings
  return { ...settings, iceServers: [...settings.iceServers, ...provided] }
}

/** Hidden addresses without a TURN server: there is no path at all. */
export function lacksTurn({ iceServers, isRelayOnly }: IceSettings): boolean {
  return isRelayOnly && !iceServers.some(isTurn)
}
