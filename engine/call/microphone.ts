import type { Outcome } from '../base/outcome.ts'
import type { Clock } from '../base/environment.ts'
import { createTurns } from '../base/in-turn.ts'
import type { Logger } from '../base/log.ts'
import type { Problem } from '../base/problem.ts'
import { createRateLimit } from '../base/rate-limit.ts'
import { limits } from '../base/limits.ts'
import {
  isPluggedIn,
  microphonePermission,
  openMicrophone,
  type MicrophoneSettings,
  type MicrophoneSystem,
} from './microphone-access.ts'

export type { MicrophoneSettings, MicrophoneSystem } from './microphone-access.ts'

export interface MicrophoneOptions extends MicrophoneSystem {
  readonly clock: Clock
  readonly log: Logger
  /**
   * Another track is to be sent from now on, or none. The old one sounds until what this returns has settled
   * (`replaceTrack`), so that nobody hears a gap.
   */
  readonly onChange: (track: MediaStreamTrack | undefined) => unknown
  /** What a person should know that nobody asked for: pulled out, taken back, another than the chosen one. */
  readonly onProblem: (problem: Problem) => void
}

/**
 * The one open microphone of a call. It is open from {@link open} until {@link close}; a browser shows that it is, so
 * no track may outlive this. What is asked of it is done one after the other.
 */
export function createMicrophone(options: MicrophoneOptions) {
  const { log, mediaDevices } = options
  const fallbacks = createRateLimit({
    clock: options.clock,
    burst: limits.maxMicrophoneFallbackBurst,
    refillMs: limits.microphoneFallbackRefillMs,
  })
  /** Every track that is open: one, two while one follows the other. */
  const live = new Set<MediaStreamTrack>()
  let settings: MicrophoneSettings | undefined
  let current: MediaStreamTrack | undefined
  /** Of the current track: in Firefox one that ended doesn't tell it any more. */
  let deviceId: string | undefined
  let permission: PermissionStatus | undefined
  let isMuted = false
  let isClosed = false
  const inTurn = createTurns()

  function handleEnded() {
    inTurn(recover).catch((error: unknown) => log.caught('not-recovered', error))
  }

  function stop(track: MediaStreamTrack) {
    live.delete(track)
    track.removeEventListener('ended', handleEnded)
    track.stop()
  }

  /** `replaceTrack` of a connection that is closed meanwhile never settles. */
  function untilSent(track: MediaStreamTrack | undefined): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        cancel()
        resolve()
      }
      const cancel = options.clock.after(limits.microphoneSwapMs, done)
      void Promise.resolve()
        .then(() => options.onChange(track))
        .catch((error: unknown) => log.caught('track-not-sent', error))
        .then(done)
    })
  }

  /** The track to send is another, or none; the old one goes when the new one is sent. */
  async function replace(track: MediaStreamTrack | undefined) {
    const old = current
    current = track
    if (track) {
      live.add(track)
      deviceId = track.getSettings().deviceId
      track.enabled = !isMuted
      track.addEventListener('ended', handleEnded)
    }
    await untilSent(track)
    if (old) stop(old)
  }

  async function watchPermission() {
    if (permission) return
    permission = await microphonePermission(options)
    if (isClosed) permission = undefined
    else permission?.addEventListener('change', handlePermission)
  }

  function handlePermission() {
    // Firefox may say `prompt` while a microphone that was allowed once is still open; it ends the track if it must.
    const isRevoked = permission?.state === 'denied' || (permission?.state === 'prompt' && !options.mayAsk)
    if (!isRevoked) return
    inTurn(async () => current && lose({ kind: 'microphone-revoked' })).catch((error: unknown) =>
      log.caught('not-revoked', error),
    )
  }

  async function lose(problem: Problem) {
    if (isClosed) return
    options.onProblem(problem)
    await replace(undefined)
  }

  /** With the label of what was pulled out, the default one in its place. */
  async function openNow(wanted: MicrophoneSettings, unplugged?: string): Promise<Outcome<MediaStreamTrack>> {
    const isUnplugged = unplugged !== undefined
    const opened = await openMicrophone(options, isUnplugged ? { ...wanted, microphoneId: '' } : wanted)
    if (!opened.ok) return opened
    const { isFallback, track } = opened.value
    if (isClosed) {
      track.stop()
      return { ok: false, problem: { kind: 'not-in-call' } }
    }
    settings = wanted
    await replace(track)
    void watchPermission()
    if (isFallback || isUnplugged) {
      options.onProblem({ kind: 'microphone-unplugged', label: unplugged ?? '' })
    }
    return { ok: true, value: track }
  }

  /** The track ended by itself, or the devices changed. */
  async function recover() {
    const lost = current
    if (!lost || !settings || isClosed) return
    const isThere = await isPluggedIn(options, deviceId)
    if (isThere && lost.readyState === 'live') return
    const state = (await microphonePermission(options))?.state
    // In Firefox the state may be anything: if it is there and yet ended, the person stopped it in the browser's controls.
    // In Chrome the default one is always there, whichever it is.
    if (state === 'denied' || (options.mayAsk ? isThere : state === 'prompt')) {
      return lose({ kind: 'microphone-revoked' })
    }
    if (!fallbacks.take()) return lose({ kind: 'microphone-failed', detail: lost.label })
    const opened = await openNow(settings, lost.label)
    if (!opened.ok) return lose(opened.problem)
  }

  mediaDevices.addEventListener('devicechange', handleEnded)

  return {
    /** The track that is sent now. */
    track: () => current,

    /**
     * Opens the microphone, again where it was lost; the track is told to `onChange` too. A chosen one that is not
     * there gives the default one, with `microphone-unplugged` and an empty label.
     */
    open: (wanted: MicrophoneSettings): Promise<Outcome<MediaStreamTrack>> =>
      inTurn(async () => (isClosed ? { ok: false, problem: { kind: 'not-in-call' } } : openNow(wanted))),

    /**
     * Another device or processing: what is open stays until the new one is, and stays for good where that fails.
     * Nothing happens where nothing is open, or nothing changes.
     */
    change: (wanted: MicrophoneSettings): Promise<Outcome> =>
      inTurn(async () => {
        if (!current || !settings || isSame(settings, wanted)) return { ok: true, value: undefined }
        const opened = await openNow(wanted)
        return opened.ok ? { ok: true, value: undefined } : opened
      }),

    /** Muted, nothing of this track or any later one leaves; the microphone stays open. */
    setMuted(wanted: boolean) {
      isMuted = wanted
      if (current) current.enabled = !isMuted
    },

    /** Stops every track, also one that the browser hands over later. */
    close() {
      isClosed = true
      mediaDevices.removeEventListener('devicechange', handleEnded)
      permission?.removeEventListener('change', handlePermission)
      permission = undefined
      live.forEach(stop)
      current = undefined
    },
  }
}

export type Microphone = ReturnType<typeof createMicrophone>

function isSame(one: MicrophoneSettings, other: MicrophoneSettings): boolean {
  return (
    one.microphoneId === other.microphoneId &&
    one.isMusicMode === other.isMusicMode &&
    one.hasEchoCancellation === other.hasEchoCancellation &&
    one.hasNoiseSuppression === other.hasNoiseSuppression &&
    one.hasAutoGain === other.hasAutoGain
  )
}
