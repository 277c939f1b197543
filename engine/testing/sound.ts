import { onTestFinished } from 'vitest'
import { makeTone } from './tone.ts'

/** An AudioContext for one test. */
export function testContext(): AudioContext {
  const context = new AudioContext()
  onTestFinished(() => context.close())
  return context
}

/** A track that hums (see `makeTone`) until the test has ended. */
export function hum(...tone: Parameters<typeof makeTone>): MediaStreamTrack {
  const track = makeTone(...tone)
  onTestFinished(() => track.stop())
  return track
}

export interface Ear {
  /** The loudest frequency now, in steps of some 6 Hz; 0 in silence. */
  loudestHz(): number
  /** Root mean square of the last 20 ms, 0 to 1. */
  energy(): number
}

/** Listens to a node's output, or one channel of it. */
export function listenTo(node: AudioNode, channel?: number): Ear {
  const { context } = node
  const spectrum = new AnalyserNode(context, { fftSize: 8_192, smoothingTimeConstant: 0 })
  const moment = new AnalyserNode(context, { fftSize: 1_024 })
  for (const analyser of [spectrum, moment]) {
    if (channel === undefined) node.connect(analyser)
    else node.connect(analyser, channel)
  }
  const decibels = new Float32Array(spectrum.frequencyBinCount)
  const samples = new Float32Array(moment.fftSize)
  return {
    loudestHz() {
      spectrum.getFloatFrequencyData(decibels)
      const loudest = decibels.reduce((best, value, bin) => (value > (decibels[best] ?? 0) ? bin : best), 0)
      if ((decibels[loudest] ?? -Infinity) < -90) return 0
      return (loudest * context.sampleRate) / spectrum.fftSize
    },
    energy() {
      moment.getFloatTimeDomainData(samples)
      return Math.hypot(...samples) / Math.sqrt(samples.length)
    },
  }
}

/** Listens to what arrives from another browser, each channel by itself. */
export function listenToRemote(context: AudioContext, track: MediaStreamTrack): [left: Ear, right: Ear] {
  const stream = new MediaStream([track])
  // Chromium decodes nothing for WebAudio alone (https://crbug.com/121673).
  const audio = new Audio()
  audio.srcObject = stream
  audio.muted = true
  // Stopped before it began.
  audio.play().catch(() => undefined)
  onTestFinished(() => audio.pause())
  const splitter = context.createChannelSplitter(2)
  context.createMediaStreamSource(stream).connect(splitter)
  return [listenTo(splitter, 0), listenTo(splitter, 1)]
}
