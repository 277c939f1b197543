import { onTestFinished } from 'vitest'

/** Counts in the sound itself, so that a busy machine that looks late measures no gap. */
const processor = `registerProcessor('gaps', class extends AudioWorkletProcessor {
  process([[samples] = []]) {
    const energy = Math.hypot(...(samples ?? [])) / Math.sqrt(128)
    this.silent = energy < 0.005 ? (this.silent ?? 0) + 128 : 0
    if (this.silent) this.port.postMessage(1_000 * this.silent / sampleRate)
    return true
  }
})`

/** The longest silence, in milliseconds, that a track of another browser has from now on. */
export async function watchForGaps(track: MediaStreamTrack): Promise<() => number> {
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
  // What was silent until the first sound came is no gap.
  await new Promise((resolve) => setTimeout(resolve, 500))
  longestMs = 0
  return () => longestMs
}
