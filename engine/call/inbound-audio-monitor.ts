import type { Clock } from '../base/environment.ts'
import type { CallSignal } from './protocol.ts'
import { limits } from '../base/limits.ts'
import type { CallQuality } from './call-view.ts'
import { qualityOf, readCallStats, type CallStats } from './quality.ts'

export interface InboundAudioMonitorOptions {
  readonly clock: Clock
  readonly link: { stats(): Promise<RTCStatsReport | undefined> }
  /** Whether sound could come, and be asked after, if the other end sends. */
  readonly isHealthy: () => boolean
  /** How long nothing may come of what is said to be sent. */
  readonly silenceMs: () => number
  /** Tells the other end what left here and what arrived. */
  readonly report: (sent: number, received: number) => void
  /** The other end sends and nothing arrives: the path is open and carries nothing. */
  readonly onSilent: () => void
  readonly onHeard: () => void
  readonly onQuality: () => void
}

/** Fewer packets than this may be on their way. */
const minLostPackets = 5

/**
 * Watches what one link brings, by the browser's statistics: how good it is, and whether a pair does not hear each
 * other although the connection says that all is well. Silence alone proves nothing, for a muted person sends nothing;
 * so each end tells the other how many packets left. What left before the first report after something was heard may
 * all have arrived: only what leaves after that report, and does not come, is missing.
 */
export function createInboundAudioMonitor(options: InboundAudioMonitorOptions) {
  const { clock } = options
  let quality: CallQuality = { word: 'unknown' }
  let judged: CallStats | undefined
  let received = 0
  let heardAtMs = clock.nowMs()
  let theirSent = 0
  /** What they had sent by their first report after something last came; undefined until that report. */
  let theirSentSince: number | undefined = 0
  let isStopped = false
  let cancel = clock.after(limits.callReportIntervalMs, () => void look())

  async function look() {
    const stats = await options.link.stats()
    if (isStopped) return
    cancel = clock.after(limits.callReportIntervalMs, () => void look())
    if (!stats) return
    const now = readCallStats(stats)
    judge(now)
    if (now.packetsReceived !== received || !options.isHealthy()) {
      if (now.packetsReceived > received) options.onHeard()
      received = now.packetsReceived
      heardAtMs = clock.nowMs()
      theirSentSince = undefined
    }
    options.report(now.packetsSent, now.packetsReceived)
    const isMissing = theirSentSince !== undefined && theirSent - theirSentSince >= minLostPackets
    if (isMissing && clock.nowMs() - heardAtMs >= options.silenceMs()) options.onSilent()
  }

  function judge(now: CallStats) {
    if (judged && now.atMs - judged.atMs < limits.callQualityIntervalMs) return
    quality = qualityOf(judged, now)
    judged = now
    options.onQuality()
  }

  return {
    quality: () => quality,
    handleReport({ sent }: Extract<CallSignal, { type: 'call-report' }>) {
      theirSent = sent
      theirSentSince ??= sent
    },
    stop() {
      isStopped = true
      cancel()
    },
  }
}

export type InboundAudioMonitor = ReturnType<typeof createInboundAudioMonitor>
