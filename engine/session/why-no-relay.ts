import type { Environment } from '../base/environment.ts'
import { limits } from '../base/limits.ts'
import type { Problem, RelayDenial } from '../base/problem.ts'
import { httpAddress } from '../wire/relay-url.ts'

/** What a relay's refusals mean (relay/README.md). A plain GET is answered as the handshake was. */
const denials: ReadonlyMap<number, RelayDenial> = new Map([
  [401, 'no-key'],
  [403, 'bad-origin'],
  [409, 'full-room'],
  [429, 'full-address'],
  [503, 'full-relay'],
  [507, 'full-rooms'],
])

/** Why a relay let nobody in: browsers don't tell of a handshake that failed. `address` is the one that was asked. */
export async function whyNoRelay(
  environment: Environment,
  relayUrl: string,
  address: string,
): Promise<Problem> {
  const status = await environment.readHttpStatus(httpAddress(address), limits.relayProbeTimeoutMs)
  if (status === undefined) return { kind: 'relay-unreachable', relayUrl }
  const reason = denials.get(status)
  return reason ? { kind: 'relay-denied', relayUrl, reason } : { kind: 'relay-refused', relayUrl }
}
