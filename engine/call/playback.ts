import type { Logger } from '../base/log.ts'
import type { Problem } from '../base/problem.ts'
import { choosesSink, createAudioOutput, type AudioOutput } from './audio-output.ts'

export interface PlaybackOptions {
  /** Where the `<audio>` elements live. */
  readonly document: Document
  readonly log: Logger
  readonly mediaDevices: Pick<MediaDevices, 'enumerateDevices' | 'addEventListener' | 'removeEventListener'>
  readonly createAudioContext: () => AudioContext
  readonly onProblem: (problem: Problem) => void
}

interface Voice {
  readonly output: AudioOutput
  /** By the person here. */
  isMutedLocally: boolean
  /** By the peer itself. */
  isMuted: boolean
}

/** Whether this browser lets a page choose the speaker. */
export const canChooseSpeaker = (): boolean => 'setSinkId' in HTMLMediaElement.prototype

/** Everything that is heard in a call: the voice of each peer, all through one speaker. */
export function createPlayback(options: PlaybackOptions) {
  const { log, mediaDevices, onProblem } = options
  const voices = new Map<string, Voice>()
  let context: AudioContext | undefined
  let speaker = { id: '', label: '' }
  let isDeafened = false
  let isBlocked = false

  function voiceOf(peerId: string): Voice {
    const known = voices.get(peerId)
    if (known) return known
    const output = createAudioOutput({
      document: options.document,
      log,
      context: sharedContext,
      onBlocked: handleBlocked,
    })
    const voice = { output, isMutedLocally: false, isMuted: false }
    voices.set(peerId, voice)
    applyMuted(voice)
    if (speaker.id !== '') send(output.element, speaker.id).catch(refusedBy(speaker))
    return voice
  }

  function applyMuted({ output, isMutedLocally, isMuted }: Voice) {
    output.setMuted(isMutedLocally || isMuted || isDeafened)
  }

  function sharedContext(): AudioContext {
    if (context) return context
    context = options.createAudioContext()
    if (speaker.id !== '' && choosesSink(context)) {
      context.setSinkId(speaker.id).catch(refusedBy(speaker))
    }
    return context
  }

  function handleBlocked() {
    if (isBlocked) return
    isBlocked = true
    onProblem({ kind: 'playback-blocked' })
  }

  async function send(element: HTMLAudioElement, id: string) {
    if (canChooseSpeaker()) await element.setSinkId(id)
  }

  /** Rejects where one doesn't take it. */
  async function sendAll(id: string) {
    const sinks = [...voices.values()].map(({ output }) => send(output.element, id))
    if (context && choosesSink(context)) sinks.push(context.setSinkId(id))
    await Promise.all(sinks)
  }

  async function outputs(): Promise<MediaDeviceInfo[]> {
    const devices = await mediaDevices.enumerateDevices()
    // Without the permission for a microphone the browser names none of them.
    return devices.filter((device) => device.kind === 'audiooutput' && device.deviceId !== '')
  }

  /** The chosen one doesn't play any more; said once. */
  async function useDefault(gone: typeof speaker) {
    if (speaker !== gone || gone.id === '') return
    speaker = { id: '', label: '' }
    onProblem({ kind: 'speaker-unplugged', label: gone.label })
    await sendAll('').catch((error: unknown) => log.caught('default-speaker-refused', error))
  }

  const refusedBy = (chosen: typeof speaker) => (error: unknown) => {
    log.caught('speaker-refused', error)
    return useDefault(chosen)
  }

  async function handleDevices() {
    const chosen = speaker
    const devices = chosen.id === '' ? [] : await outputs()
    if (devices.length > 0 && !devices.some(({ deviceId }) => deviceId === chosen.id))
      await useDefault(chosen)
  }
  const onDevices = () => void handleDevices().catch((error: unknown) => log.caught('devices-unknown', error))
  mediaDevices.addEventListener('devicechange', onDevices)

  return {
    /** Plays what comes from a peer, from now on this track. */
    setTrack: (peerId: string, track: MediaStreamTrack) => voiceOf(peerId).output.setTrack(track),

    /** 0 to 200; 100 is as it comes. May be said before there is a track. */
    setVolume: (peerId: string, percent: number) => voiceOf(peerId).output.setVolume(percent),

    /** We don't want to hear them. */
    setMutedLocally(peerId: string, isMutedLocally: boolean) {
      const voice = voiceOf(peerId)
      voice.isMutedLocally = isMutedLocally
      applyMuted(voice)
    },

    /**
     * The peer says to be muted. Nothing leaves it any more; what is here by then and waits to be played, up to a third
     * of a second in Firefox, is not heard either.
     */
    setMuted(peerId: string, isMuted: boolean) {
      const voice = voices.get(peerId)
      if (!voice || voice.isMuted === isMuted) return
      voice.isMuted = isMuted
      applyMuted(voice)
    },

    /** We want to hear nobody. */
    setDeafened(wanted: boolean) {
      isDeafened = wanted
      for (const voice of voices.values()) applyMuted(voice)
    },

    /** Everything comes out there; `''` is the default, which also takes the place of one that is not there. */
    async setSpeaker(id: string) {
      const chosen = { id, label: '' }
      speaker = chosen
      try {
        await sendAll(id)
      } catch (error) {
        return refusedBy(chosen)(error)
      }
      if (id === '') return
      chosen.label = (await outputs()).find(({ deviceId }) => deviceId === id)?.label ?? ''
    },

    /** After a click, where the browser refused to play before; whether all is heard now. */
    async resume(): Promise<boolean> {
      isBlocked = false
      context?.resume().catch((error: unknown) => log.caught('context-not-running', error))
      const played = await Promise.all([...voices.values()].map(({ output }) => output.play()))
      return played.every(Boolean)
    },

    remove(peerId: string) {
      voices.get(peerId)?.output.remove()
      voices.delete(peerId)
    },

    close() {
      mediaDevices.removeEventListener('devicechange', onDevices)
      for (const { output } of voices.values()) output.remove()
      voices.clear()
      context?.close().catch((error: unknown) => log.caught('context-not-closed', error))
    },
  }
}

export type Playback = ReturnType<typeof createPlayback>
