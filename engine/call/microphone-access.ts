import * as v from 'valibot'
import type { Outcome } from '../base/outcome.ts'
import type { Problem } from '../base/problem.ts'
import type { CallSettings } from '../storage/database.ts'

export type MicrophoneSettings = Pick<
  CallSettings,
  'microphoneId' | 'hasEchoCancellation' | 'hasNoiseSuppression' | 'hasAutoGain' | 'isMusicMode'
>

/** What a browser has about microphones: most of it is in `navigator`. */
export interface MicrophoneSystem {
  readonly mediaDevices: Pick<
    MediaDevices,
    'getUserMedia' | 'enumerateDevices' | 'addEventListener' | 'removeEventListener'
  >
  readonly permissions: Pick<Permissions, 'query'>
  /**
   * Whether the browser can ask the person from here: in Firefox's sidebar and in a tab it can. In Chrome's side panel
   * and offscreen document it fails, as if the person had closed the question, so there nothing may be asked.
   */
  readonly mayAsk: boolean
}

export interface OpenedMicrophone {
  readonly track: MediaStreamTrack
  /** The chosen one isn't there: this is the default. */
  readonly isFallback: boolean
}

/**
 * The default microphone where none is chosen. Processing that is merely wished for is not what Chromium gives while
 * the device is open with another one: it hands over that one again.
 */
export function microphoneConstraints(
  settings: MicrophoneSettings,
  { isExact }: { readonly isExact: boolean },
): MediaTrackConstraints {
  const { isMusicMode, microphoneId } = settings
  const processed = (wanted: boolean) => {
    const value = !isMusicMode && wanted
    return isExact ? { exact: value } : value
  }
  return {
    ...(microphoneId !== '' && { deviceId: { exact: microphoneId } }),
    channelCount: isMusicMode ? 2 : 1,
    echoCancellation: processed(settings.hasEchoCancellation),
    noiseSuppression: processed(settings.hasNoiseSuppression),
    autoGainControl: processed(settings.hasAutoGain),
  }
}

/** The permission for the microphone, which tells when it changes; undefined where the browser doesn't say. */
export async function microphonePermission(system: MicrophoneSystem): Promise<PermissionStatus | undefined> {
  try {
    return await system.permissions.query({ name: 'microphone' })
  } catch {
    // The browser knows no such permission, and so can't tell.
    return undefined
  }
}

const errorSchema = v.object({ name: v.string(), message: v.optional(v.string(), '') })

/** What an error of `getUserMedia` means, where a question that is closed is no error: in Firefox, which goes on waiting. */
function microphoneProblem(error: unknown): Problem {
  const parsed = v.safeParse(errorSchema, error)
  if (!parsed.success) return { kind: 'microphone-failed', detail: String(error) }
  const { message, name } = parsed.output
  switch (name) {
    case 'NotAllowedError':
      // The person said no, for this time or for good, or the system does.
      return { kind: 'microphone-denied' }
    case 'NotReadableError':
    case 'AbortError':
      // Allowed and there, and yet it gives no sound.
      return { kind: 'microphone-in-use' }
    case 'NotFoundError':
    case 'OverconstrainedError':
      return { kind: 'microphone-none' }
    default:
      return { kind: 'microphone-failed', detail: message ? `${name}: ${message}` : name }
  }
}

async function request(
  system: MicrophoneSystem,
  constraints: MediaTrackConstraints,
): Promise<MediaStreamTrack> {
  const stream = await system.mediaDevices.getUserMedia({ audio: constraints })
  const [track] = stream.getAudioTracks()
  if (!track) throw new DOMException('A stream without sound', 'NotFoundError')
  return track
}

const isOverconstrained = (error: unknown) =>
  v.is(v.object({ name: v.literal('OverconstrainedError') }), error)

/** Opens the chosen microphone, or the default one where that isn't there. Asks only where it may. */
export async function openMicrophone(
  system: MicrophoneSystem,
  settings: MicrophoneSettings,
): Promise<Outcome<OpenedMicrophone>> {
  if (!system.mayAsk) {
    const state = (await microphonePermission(system))?.state
    if (state === 'denied') return { ok: false, problem: { kind: 'microphone-denied' } }
    if (state !== 'granted') {
      return {
        ok: false,
        problem: { kind: (await hasMicrophone(system)) ? 'microphone-prompt' : 'microphone-none' },
      }
    }
  }
  const chosen = settings.microphoneId
  let refusal: unknown
  // A browser that cannot process as wished does what it can; where the chosen one is not there, with the default one.
  opening: for (const microphoneId of new Set([chosen, ''])) {
    for (const isExact of [true, false]) {
      try {
        const constraints = microphoneConstraints({ ...settings, microphoneId }, { isExact })
        const track = await request(system, constraints)
        return { ok: true, value: { track, isFallback: microphoneId !== chosen } }
      } catch (error) {
        refusal = error
        if (!isOverconstrained(error)) break opening
      }
    }
  }
  return { ok: false, problem: microphoneProblem(refusal) }
}

/** Whether there is any. Without the permission it has no name and no id, and is listed all the same. */
async function hasMicrophone(system: MicrophoneSystem): Promise<boolean> {
  const devices = await system.mediaDevices.enumerateDevices()
  return devices.some((device) => device.kind === 'audioinput')
}

/**
 * Whether the person has to be asked first, somewhere else than here. Where there is no microphone Chromium never
 * gets to asking, so the permission stays as it is and nobody may wait for it.
 */
export async function mustAskElsewhere(system: MicrophoneSystem): Promise<boolean> {
  if (system.mayAsk || (await microphonePermission(system))?.state !== 'prompt') return false
  return hasMicrophone(system)
}

/** Whether a device is still there. */
export async function isPluggedIn(system: MicrophoneSystem, deviceId: string | undefined): Promise<boolean> {
  // What is no device (a tab, a test's tone) can't be pulled out.
  if (deviceId === undefined) return true
  const devices = await system.mediaDevices.enumerateDevices()
  return devices.some((device) => device.kind === 'audioinput' && device.deviceId === deviceId)
}
