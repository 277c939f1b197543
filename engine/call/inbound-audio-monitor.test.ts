import { describe, expect, test } from 'vitest'
import { createFakeClock } from '../testing/fake-clock.ts'
import { limits } from '../base/limits.ts'
import { createInboundAudioMonitor } from './inbound-audio-monitor.ts'

const packetMs = 20
const stepMs = 50
const { callReportIntervalMs: reportMs, callSilenceMs: silenceMs } = limits

/** A second of phases: when the other end reports, against when we look, and when it stops, against its report. */
const phases = Array.from({ length: reportMs / (2 * stepMs) }, (_, index) => (index + 0.5) * 2 * stepMs)
const pairsOfPhases = phases.flatMap((report) => phases.map((stop) => ({ report, stop })))

/**
 * Listens for a minute to somebody who sends until a time, and reports once a second; what is sent arrives until
 * another time. Gives the times at which nothing was heard of what was said to be sent.
 */
async function listen(options: { reportPhaseMs: number; sendsUntilMs: number; arrivesUntilMs: number }) {
  const clock = createFakeClock(0)
  const silentAtMs: number[] = []
  const packetsBy = (timeMs: number) => Math.floor(timeMs / packetMs)
  const inbound = () => ({
    type: 'inbound-rtp',
    kind: 'audio',
    timestamp: clock.nowMs(),
    ssrc: 1,
    packetsReceived: packetsBy(Math.min(clock.nowMs(), options.sendsUntilMs, options.arrivesUntilMs)),
  })
  const monitor = createInboundAudioMonitor({
    clock,
    link: { stats: () => Promise.resolve(new Map([['in', inbound()]])) },
    isHealthy: () => true,
    silenceMs: () => silenceMs,
    report: () => undefined,
    onSilent: () => silentAtMs.push(clock.nowMs()),
    onHeard: () => undefined,
    onQuality: () => undefined,
  })
  const report = () => {
    const sent = packetsBy(Math.min(clock.nowMs(), options.sendsUntilMs))
    monitor.handleReport({ type: 'call-report', from: 'them', to: 'us', link: 'link', sent, received: 0 })
    clock.after(reportMs, report)
  }
  clock.after(options.reportPhaseMs, report)
  await clock.advance(20_000)
  monitor.stop()
  return silentAtMs
}

describe('inbound-audio monitor: a pair that does not hear each other', () => {
  test('is not a pair of which one falls silent, whenever that is', async () => {
    for (const { report, stop } of pairsOfPhases) {
      const sendsUntilMs = 5_000 + report + stop
      const heard = await listen({ reportPhaseMs: report, sendsUntilMs, arrivesUntilMs: Infinity })
      expect(heard, `muted ${stop} ms after a report that comes ${report} ms after a look`).toEqual([])
    }
  })

  test("is a pair whose packets leave and don't arrive, until another link", async () => {
    for (const { report, stop } of pairsOfPhases) {
      const arrivesUntilMs = 5_000 + report + stop
      const heard = await listen({ reportPhaseMs: report, sendsUntilMs: Infinity, arrivesUntilMs })
      const first = (heard[0] ?? Infinity) - arrivesUntilMs
      expect(first).toBeGreaterThanOrEqual(silenceMs - reportMs)
      expect(first).toBeLessThanOrEqual(silenceMs + 3 * reportMs)
    }
  })

  test('is a pair that never heard anything', async () => {
    const heard = await listen({ reportPhaseMs: 500, sendsUntilMs: Infinity, arrivesUntilMs: 0 })
    expect(heard[0]).toBeLessThanOrEqual(silenceMs + 2 * reportMs)
  })
})
