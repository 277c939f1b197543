import { onTestFinished } from 'vitest'

/** Counts in the sound itself, so that a busy machine that looks late measures no gap. */
const processor = `registerProcessor('gaps', class extends AudioWorkletProcessor {
  process([[samples] = []]) {
    const energy = Math.hypot(...(samples ?? [])) / Math.sqrt(128)
    // What was silent until the first sound came is no gap.
    this.hasHeard ||= energy >= 0.005
    if (!this.hasHeard) return true
    this.silent = energy < 0.005 ? (this.silent ?? 0) + 128 : 0
    if (this.silent) this.port.postMessage(1_000 * this.silent / sampleRate)
    return true
  }
})`

/** Watches for silences in a track of another browser, once something was heard of it. */
export async function watchForGaps(track: MediaStreamTrack) {
  const context = new AudioContext()
  const address = URL.createObjectURL(new Blob([processor], { type: 'text/javascript' }))
  await context.audioWorklet.addModule(address)
  const node = new AudioWorkletNode(context, 'gaps')
  new MediaStreamAudioSourceNode(context, { mediaStream: new MediaStream([track]) })
    .connect(node)
    .connect(context.destination)
  let longestMs = 0
  node.port.onmessage = ({ data }) => (longestMs = Math.max(longestMs, Number(data)))
  onTestFinished(() => {
    URL.revokeObjectURL(address)
    return context.close()
  })
  return {
    /** The longest since the last time that this was asked for, in milliseconds; 0 where there was none. */
    takeLongestMs() {
      const longest = longestMs
      longestMs = 0
      return longest
    },
  }
}
