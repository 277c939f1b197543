/** A track that hums: for each channel a frequency. It goes on until it is stopped. */
export function makeTone(
  context: AudioContext,
  frequenciesHz: readonly number[],
  volume = 0.5,
): MediaStreamTrack {
  const destination = context.createMediaStreamDestination()
  destination.channelCount = frequenciesHz.length
  const merger = context.createChannelMerger(frequenciesHz.length)
  const gain = context.createGain()
  gain.gain.value = volume
  merger.connect(gain).connect(destination)
  for (const [channel, frequency] of frequenciesHz.entries()) {
    const oscillator = new OscillatorNode(context, { frequency })
    oscillator.connect(merger, 0, channel)
    oscillator.start()
  }
  const [track] = destination.stream.getAudioTracks()
  if (!track) throw new Error('A destination without a track')
  return track
}

/** Listens to a track: how loud a note is in it right now, in decibels of full scale. */
export function listenTo(track: MediaStreamTrack): { decibelsAt: (hz: number) => number; stop: () => void } {
  const context = new AudioContext()
  const stream = new MediaStream([track])
  // Chromium decodes what somebody plays, and nothing else.
  const element = new Audio()
  element.srcObject = stream
  element.muted = true
  // Stopped before it began.
  element.play().catch(() => undefined)
  const analyser = new AnalyserNode(context, { fftSize: 4096, smoothingTimeConstant: 0 })
  new MediaStreamAudioSourceNode(context, { mediaStream: stream }).connect(analyser)
  const bins = new Float32Array(analyser.frequencyBinCount)
  return {
    decibelsAt(hz) {
      analyser.getFloatFrequencyData(bins)
      const bin = Math.round((hz * analyser.fftSize) / context.sampleRate)
      return Math.max(...bins.slice(bin - 1, bin + 2))
    },
    stop() {
      element.srcObject = null
      void context.close()
    },
  }
}
