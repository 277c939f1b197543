import type { Environment } from '../base/environment.ts'
import type { IceServerSetting } from '../storage/database.ts'
import { limits } from '../base/limits.ts'
import { shortenAddress } from './addresses.ts'
import { gather, type Gathering } from './gather.ts'
import { iceServerOf } from './ice-configuration.ts'
import { isTurn } from './ice-server.ts'
import type { IceTest } from './results.ts'

/** Asks one server, and no other. */
export async function testIceServer(
  environment: Pick<Environment, 'clock' | 'createPeerConnection' | 'log'>,
  server: IceServerSetting,
): Promise<IceTest> {
  const wanted = isTurn(server) ? 'relay' : 'srflx'
  let connection: RTCPeerConnection
  try {
    connection = environment.createPeerConnection({
      iceServers: [iceServerOf(server)],
      iceTransportPolicy: isTurn(server) ? 'relay' : 'all',
    })
  } catch (error) {
    environment.log.logger('test-ice-server').caught('server-refused', error, { isTurn: isTurn(server) })
    return { kind: 'unreadable' }
  }
  const gathering = await gather({
    connection,
    environment,
    timeoutMs: limits.iceTestTimeoutMs,
    isEnough: ({ type }) => type === wanted,
  })
  return judge(server, gathering, wanted)
}

/** 701 is the browser's own: no answer, or no such host (https://w3c.github.io/webrtc-pc/#dom-rtcpeerconnectioniceerrorevent-errorcode). */
const noAnswerCode = 701

function judge(server: IceServerSetting, gathering: Gathering, wanted: 'relay' | 'srflx'): IceTest {
  const found = gathering.candidates.find(({ type }) => type === wanted)
  if (found) {
    const address = shortenAddress(found.address)
    return isTurn(server) ? { kind: 'turn-relays', address } : { kind: 'stun-answered', address }
  }
  const answer = gathering.errors.find(({ code }) => code !== noAnswerCode)
  if (answer) {
    const isAboutCredentials = answer.code === 401 || answer.code === 403
    return isAboutCredentials ? { kind: 'wrong-credentials' } : { kind: 'refused', code: answer.code }
  }
  // All was found and nothing went wrong, so there was an answer: the address that browsers leave out, because it is
  // the one they have anyway.
  const isAnswered = gathering.isComplete && gathering.errors.length === 0 && gathering.candidates.length > 0
  return isAnswered && !isTurn(server) ? { kind: 'stun-answered' } : { kind: 'no-answer' }
}
