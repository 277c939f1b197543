import * as v from 'valibot'
import type { CallQuality } from './call-view.ts'

const seconds = v.optional(v.number())
const count = v.optional(v.number())

/** What we read of https://www.w3.org/TR/webrtc-stats; everything else of a report is passed over. */
const statSchema = v.variant('type', [
  v.object({
    type: v.literal('inbound-rtp'),
    kind: v.literal('audio'),
    timestamp: v.number(),
    ssrc: v.number(),
    packetsReceived: count,
    packetsLost: count,
    packetsDiscarded: count,
    bytesReceived: count,
    jitter: seconds,
    jitterBufferDelay: seconds,
    jitterBufferEmittedCount: count,
  }),
  v.object({ type: v.literal('outbound-rtp'), kind: v.literal('audio'), packetsSent: count }),
  v.object({ type: v.literal('remote-inbound-rtp'), kind: v.literal('audio'), roundTripTime: seconds }),
  v.object({ type: v.literal('transport'), selectedCandidatePairId: v.optional(v.string()) }),
  v.object({
    type: v.literal('candidate-pair'),
    id: v.string(),
    currentRoundTripTime: seconds,
    // Firefox says which pair is in use here, and has no `transport`.
    selected: v.optional(v.boolean()),
    nominated: v.optional(v.boolean()),
  }),
])
type Stat = v.InferOutput<typeof statSchema>

/** What `RTCPeerConnection.getStats()` says of one voice, as counted since its connection began. */
export interface CallStats {
  readonly atMs: number
  /** Another one is another stream, whose counters began anew. */
  readonly ssrc: number | undefined
  readonly packetsSent: number
  readonly packetsReceived: number
  readonly packetsLost: number
  /** Came too late to be played. */
  readonly packetsDiscarded: number
  readonly bytesReceived: number
  readonly jitterMs: number | undefined
  readonly roundTripMs: number | undefined
  /** The time that all samples together waited to be played, and how many were. */
  readonly bufferedMs: number
  readonly samplesPlayed: number
}

const inMs = (duration: number | undefined) => (duration === undefined ? undefined : duration * 1_000)

function roundTripMs(stats: readonly Stat[]): number | undefined {
  const selectedId = stats.find((stat) => stat.type === 'transport')?.selectedCandidatePairId
  const pairs = stats.filter((stat) => stat.type === 'candidate-pair')
  const pair =
    pairs.find((candidate) => candidate.id === selectedId || candidate.selected) ??
    pairs.find((candidate) => candidate.nominated)
  const reported = stats.find((stat) => stat.type === 'remote-inbound-rtp')
  return inMs(pair?.currentRoundTripTime ?? reported?.roundTripTime)
}

/** Reads a report of `getStats()`. */
export function readCallStats(report: { values(): Iterable<unknown> }): CallStats {
  const stats = [...report.values()].flatMap((stat) => {
    const parsed = v.safeParse(statSchema, stat)
    return parsed.success ? parsed.output : []
  })
  // After a stream was replaced an old one may still stand there: the one that goes on is the newest.
  const inbound = stats
    .filter((stat) => stat.type === 'inbound-rtp')
    .sort((a, b) => (b.packetsReceived ?? 0) - (a.packetsReceived ?? 0))[0]
  const sent = stats.filter((stat) => stat.type === 'outbound-rtp')
  return {
    atMs: inbound?.timestamp ?? 0,
    ssrc: inbound?.ssrc,
    packetsSent: sent.reduce((sum, stat) => sum + (stat.packetsSent ?? 0), 0),
    packetsReceived: inbound?.packetsReceived ?? 0,
    packetsLost: inbound?.packetsLost ?? 0,
    packetsDiscarded: inbound?.packetsDiscarded ?? 0,
    bytesReceived: inbound?.bytesReceived ?? 0,
    jitterMs: inMs(inbound?.jitter),
    roundTripMs: roundTripMs(stats),
    bufferedMs: (inbound?.jitterBufferDelay ?? 0) * 1_000,
    samplesPlayed: inbound?.jitterBufferEmittedCount ?? 0,
  }
}

/** Packets of sound that left here and that arrived here over one connection so far: what a call-report says. */
export function readPackets(report: { values(): Iterable<unknown> }): { sent: number; received: number } {
  const { packetsReceived, packetsSent } = readCallStats(report)
  return { sent: packetsSent, received: packetsReceived }
}

/** Fewer than these say nothing of loss: of silence, DTX sends two or three a second. */
const minJudgedPackets = 20
/** A frame of 20 ms, and the encoder's look-ahead (RFC 6716, section 2). */
const codecDelayMs = 26.5
const usualBufferMs = 60

/**
 * The rating R of the E-model (ITU-T G.107, 0 to 93.2), shortened to what can be measured here, as R. G. Cole and
 * J. H. Rosenbluth do in "Voice over IP performance monitoring" (2001): the delay from mouth to ear, and the loss.
 */
export function rating(oneWayMs: number, lossRatio: number): number {
  const delayImpairment = 0.024 * oneWayMs + 0.11 * Math.max(0, oneWayMs - 177.3)
  const lossImpairment = 30 * Math.log(1 + 15 * lossRatio)
  return 93.2 - delayImpairment - lossImpairment
}

/** G.107, annex B: from 80 on people are satisfied; below 60 nearly all of them are not. */
function wordOf(r: number): CallQuality['word'] {
  if (r >= 80) return 'good'
  return r >= 60 ? 'fair' : 'poor'
}

function isContinuation(earlier: CallStats, later: CallStats): boolean {
  return (
    earlier.ssrc !== undefined &&
    earlier.ssrc === later.ssrc &&
    later.atMs > earlier.atMs &&
    later.packetsReceived >= earlier.packetsReceived &&
    later.bytesReceived >= earlier.bytesReceived &&
    later.samplesPlayed >= earlier.samplesPlayed &&
    later.bufferedMs >= earlier.bufferedMs
  )
}

/** How well a voice came between two snapshots. `unknown` where they are not of one stream, or nothing came. */
export function qualityOf(earlier: CallStats | undefined, later: CallStats): CallQuality {
  if (!earlier || !isContinuation(earlier, later)) return { word: 'unknown' }
  const received = later.packetsReceived - earlier.packetsReceived
  // Loss goes down where a packet counted as lost comes after all.
  const lost = Math.max(0, later.packetsLost - earlier.packetsLost)
  const discarded = Math.min(received, Math.max(0, later.packetsDiscarded - earlier.packetsDiscarded))
  const expected = received + lost
  const isJudged = expected >= minJudgedPackets
  const lossRatio = isJudged ? (lost + discarded) / expected : 0
  const played = later.samplesPlayed - earlier.samplesPlayed
  const bufferMs = played > 0 ? (later.bufferedMs - earlier.bufferedMs) / played : usualBufferMs
  const oneWayMs = (later.roundTripMs ?? 0) / 2 + bufferMs + codecDelayMs
  const kilobits = ((later.bytesReceived - earlier.bytesReceived) * 8) / (later.atMs - earlier.atMs)
  return {
    word: received === 0 && lost === 0 ? 'unknown' : wordOf(rating(oneWayMs, lossRatio)),
    ...(later.roundTripMs !== undefined && { roundTripMs: Math.round(later.roundTripMs) }),
    ...(isJudged && { lossPercent: Math.round((lost / expected) * 1_000) / 10 }),
    ...(later.jitterMs !== undefined && { jitterMs: Math.round(later.jitterMs) }),
    kilobitsPerSecond: Math.round(kilobits),
  }
}
