import type { Logger } from '../base/log.ts'

/** Where the browser can choose a speaker for what a page calculates (Chrome). */
interface ChoosesSink {
  setSinkId(sinkId: string): Promise<void>
}
export function choosesSink(context: object): context is ChoosesSink {
  return 'setSinkId' in context
}

export interface AudioOutputOptions {
  readonly document: Document
  readonly log: Logger
  /** One for the whole call, made when the first voice is amplified. */
  readonly context: () => AudioContext
  /** The browser refuses to play before the person has clicked something. */
  readonly onBlocked: () => void
}

/**
 * Where one voice comes out: an `<audio>` element of its own. Chrome takes from our microphone what its elements play
 * of other people, and does not know what comes out of WebAudio: a voice that went through it comes back to its
 * speaker as an echo (https://crbug.com/687574). An element goes to 100 %, so only a voice that the person wants louder
 * takes that way.
 */
export function createAudioOutput(options: AudioOutputOptions) {
  const { document } = options
  const element = document.createElement('audio')
  // Without a place in the document an element may be collected while it plays.
  document.body.append(element)
  let stream: MediaStream | undefined
  let amplifier: ReturnType<typeof amplify> | undefined
  let volumePercent = 100
  let isMuted = false

  /** Whether it plays, or has nothing to play: then `play()` would wait for something. */
  async function play() {
    if (!element.srcObject) return true
    try {
      await element.play()
      return true
    } catch (error) {
      // Anything else is another stream that took its place, or the end.
      if (!(error instanceof DOMException) || error.name !== 'NotAllowedError') {
        options.log.debug('playing-interrupted')
        return true
      }
      options.onBlocked()
      return false
    }
  }

  function show(shown: MediaStream | undefined) {
    if (element.srcObject === (shown ?? null)) return
    element.srcObject = shown ?? null
    if (shown) void play()
  }

  function endAmplifier() {
    amplifier?.end()
    amplifier = undefined
  }

  function apply() {
    const isLouder = volumePercent > 100 && !isMuted && stream !== undefined
    if (!isLouder) endAmplifier()
    else amplifier ??= amplify(options.context(), stream ?? new MediaStream(), options.log, apply)
    amplifier?.setVolume(volumePercent)
    // Until the browser lets WebAudio run, the voice is heard as it comes.
    const isAmplified = amplifier?.isRunning() ?? false
    const amplified = isAmplified ? amplifier?.stream : undefined
    element.volume = Math.min(100, volumePercent) / 100
    // Chromium decodes nothing for WebAudio alone (https://crbug.com/121673): the element goes on, muted.
    element.muted = isMuted || (isAmplified && !amplified)
    show(amplified ?? stream)
  }

  return {
    element,
    play,
    setTrack(track: MediaStreamTrack) {
      endAmplifier()
      stream = new MediaStream([track])
      apply()
    },
    setVolume(percent: number) {
      volumePercent = percent
      apply()
    },
    setMuted(wanted: boolean) {
      isMuted = wanted
      apply()
    },
    remove() {
      endAmplifier()
      element.pause()
      element.srcObject = null
      element.remove()
    },
  }
}

export type AudioOutput = ReturnType<typeof createAudioOutput>

/** Plays a stream louder than it is: at once where the context goes to the chosen speaker, else as another stream. */
function amplify(context: AudioContext, stream: MediaStream, log: Logger, onRunning: () => void) {
  const source = context.createMediaStreamSource(stream)
  const gain = context.createGain()
  const destination = choosesSink(context) ? undefined : context.createMediaStreamDestination()
  source.connect(gain).connect(destination ?? context.destination)
  context.addEventListener('statechange', onRunning)
  context.resume().catch((error: unknown) => log.caught('amplifier-not-running', error))
  return {
    stream: destination?.stream,
    isRunning: () => context.state === 'running',
    setVolume(percent: number) {
      gain.gain.value = percent / 100
    },
    end() {
      context.removeEventListener('statechange', onRunning)
      source.disconnect()
      gain.disconnect()
    },
  }
}
