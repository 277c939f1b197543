import type { RelayMetrics } from '../../engine/testing/provided.ts'

/** Opens a test relay's metrics. */
export const metricsToken = 'for-tests'

/** What a relay that was started with `--metrics-token for-tests` counted so far. */
export async function readRelayMetrics(_: unknown, relayUrl: string): Promise<RelayMetrics> {
  const url = relayUrl.replace(/^ws/, 'http').replace(/\/ws$/, '/metrics')
  const text = await (await fetch(url, { headers: { Authorization: `Bearer ${metricsToken}` } })).text()
  const read = (name: string) =>
    Number(new RegExp(`^sidetone_relay_${name}_total (\\d+)$`, 'm').exec(text)?.[1])
  return {
    received: read('messages_received'),
    delivered: read('messages_delivered'),
    deliveredBytes: read('delivered_bytes'),
  }
}
