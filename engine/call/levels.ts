import type { Clock } from '../base/environment.ts'
import { limits } from '../base/limits.ts'
import type { Logger } from '../base/log.ts'
import type { CallLevels } from './call-view.ts'

/** What is as loud as this or louder is said to be speaking: -39 dBov, what speech exceeds and a quiet room does not. */
export const speakingLevel = 0.35

/** The quietest sound that is shown, in decibels below the loudest possible (dBov). */
const floorDecibels = -60

/**
 * A level from 0 to 1 as an ear takes it, of a linear amplitude from 0 to 1: in decibels, since twice as loud is ten
 * times as much. 1 is the loudest possible, 0 is 60 dB below it.
 */
export function levelOf(amplitude: number): number {
  if (!(amplitude > 0)) return 0
  const decibels = 20 * Math.log10(amplitude)
  return Math.min(1, Math.max(0, 1 - decibels / floorDecibels))
}

type Receiver = Pick<RTCRtpReceiver, 'getSynchronizationSources'>

export interface LevelsOptions {
  readonly clock: Clock
  readonly log: Logger
  /** One for our own voice, made when it is first wanted and closed when it isn't. */
  readonly createAudioContext: () => AudioContext
  /** Who is heard now, by peer id. */
  readonly receivers: () => Iterable<readonly [peerId: string, receiver: Receiver]>
  readonly onLevels: (levels: CallLevels) => void
}

/** How loud everybody is, told ten times a second while a panel wants to know. */
export function createLevels(options: LevelsOptions) {
  const { clock, log } = options
  const heard = new Map<string, { atMs: number; level: number }>()
  let ownTrack: MediaStreamTrack | undefined
  let meter: Meter | undefined
  let isWanted = false
  let cancel = () => {}

  /**
   * A source keeps its last level when nothing comes any more, and nothing comes while a person is silent (DTX). One
   * round without a packet may be jitter, so the level halves before it is none.
   */
  function levelOfReceiver(peerId: string, receiver: Receiver): number {
    const source = receiver.getSynchronizationSources()[0]
    const atMs = source?.timestamp ?? 0
    const before = heard.get(peerId)
    const isStale = before?.atMs === atMs
    const level = isStale ? halved(before.level) : levelOf(source?.audioLevel ?? 0)
    heard.set(peerId, { atMs, level })
    return level
  }

  function measure() {
    const levels: CallLevels = {}
    const peerIds = new Set<string>()
    for (const [peerId, receiver] of options.receivers()) {
      levels[peerId] = levelOfReceiver(peerId, receiver)
      peerIds.add(peerId)
    }
    for (const peerId of heard.keys()) if (!peerIds.has(peerId)) heard.delete(peerId)
    if (meter) levels['own'] = levelOf(meter.amplitude())
    options.onLevels(levels)
    cancel = clock.after(limits.callLevelIntervalMs, measure)
  }

  function updateMeter() {
    const wanted = isWanted ? ownTrack : undefined
    if (meter?.track === wanted) return
    meter?.close()
    meter = wanted && meterOf(wanted)
  }

  function meterOf(track: MediaStreamTrack): Meter | undefined {
    const context = options.createAudioContext()
    try {
      return createMeter(context, track, log)
    } catch (error) {
      // Firefox refuses a device whose sample rate isn't the context's. A call goes without its own level.
      log.caught('no-meter', error)
      void context.close()
      return undefined
    }
  }

  return {
    setWanted(wanted: boolean) {
      if (isWanted === wanted) return
      isWanted = wanted
      cancel()
      updateMeter()
      if (wanted) measure()
      else heard.clear()
    },

    /** What leaves our microphone, or nothing. Muted, it is silent. */
    setOwnTrack(track: MediaStreamTrack | undefined) {
      ownTrack = track
      updateMeter()
    },

    close() {
      isWanted = false
      cancel()
      updateMeter()
    },
  }
}

export type Levels = ReturnType<typeof createLevels>

const halved = (level: number) => (level > 0.05 ? level / 2 : 0)

/** Measures a track on a side branch: what is sent does not pass through here. */
export function createMeter(context: AudioContext, track: MediaStreamTrack, log: Logger) {
  const analyser = new AnalyserNode(context, { fftSize: 4_096 })
  const source = context.createMediaStreamSource(new MediaStream([track]))
  source.connect(analyser)
  context.resume().catch((error: unknown) => log.caught('meter-not-running', error))
  const samples = new Float32Array(analyser.fftSize)
  return {
    track,
    /** Root mean square of the last 85 ms. */
    amplitude(): number {
      analyser.getFloatTimeDomainData(samples)
      return Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length)
    },
    /** Ends the context too. */
    close() {
      source.disconnect()
      context.close().catch((error: unknown) => log.caught('context-not-closed', error))
    },
  }
}

export type Meter = ReturnType<typeof createMeter>
