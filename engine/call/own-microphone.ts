import type { Clock } from '../base/environment.ts'
import type { Logger } from '../base/log.ts'
import type { Outcome } from '../base/outcome.ts'
import type { Problem } from '../base/problem.ts'
import type { CallSettings } from '../storage/database.ts'
import { createMicrophone, type MicrophoneSystem } from './microphone.ts'
import { createMuteState } from './mute-state.ts'
import type { MicrophoneState } from './call-state.ts'

export interface OwnMicrophoneOptions {
  readonly clock: Clock
  readonly log: Logger
  readonly system: MicrophoneSystem
  readonly settings: () => CallSettings
  readonly onProblem: (problem: Problem) => void
  readonly onDeafened: (isDeafened: boolean) => void
  /** What the others are told changed. */
  readonly onState: (state: MicrophoneState) => void
  /** Something changed; `track` is what the device gives, muted or not. */
  readonly onChange: (track: MediaStreamTrack | undefined) => void
  /** Sends this from now on; null sends nothing. */
  readonly send: (track: MediaStreamTrack | null) => Promise<void>
}

/** Our microphone in a call, and what of it leaves: nothing while muted, deafened or not talking into push-to-talk. */
export function createOwnMicrophone(options: OwnMicrophoneOptions) {
  let isOpened = false
  let isClosed = false
  let told: MicrophoneState | undefined
  const device = createMicrophone({
    ...options.system,
    clock: options.clock,
    log: options.log,
    // The old one sounds until the new one is on its way.
    onChange: apply,
    onProblem: options.onProblem,
  })
  const mute = createMuteState({
    isPushToTalk: () => options.settings().isPushToTalk,
    onDeafened: options.onDeafened,
    onChange: () => void apply(),
  })

  function state(): MicrophoneState {
    if (isOpened && !device.track()) return 'none'
    return mute.mayBeHeard() ? 'on' : 'muted'
  }

  const sent = () => (state() === 'on' && device.track()) || null

  /** Until the browser has answered nothing is sent, and whether there is a microphone at all isn't known. */
  function tell() {
    const now = isOpened ? state() : 'muted'
    if (told === now) return
    told = now
    options.onState(now)
  }

  /** Muted, the track is disabled and no packet leaves. */
  async function apply() {
    // A microphone may still answer when all is over; saying so would bring a ghost into the call.
    if (isClosed) return
    device.setMuted(state() !== 'on')
    tell()
    options.onChange(device.track())
    await options.send(sent())
  }

  return {
    mute,
    state,
    sent,
    tell,
    /** Whether the browser has answered, by a microphone or by a refusal. */
    isOpened: () => isOpened,
    /** Opens it, again where it was lost. `onAnswer` is told before anything of it is sent. */
    async open(onAnswer: (opened: Outcome<MediaStreamTrack>) => void) {
      if (isClosed) return
      const opened = await device.open(options.settings())
      if (hasClosed()) return
      isOpened = true
      onAnswer(opened)
      await apply()
    },
    /** Takes over what the person set; what is open stays where that fails. */
    async change(next: CallSettings) {
      const changed = await device.change(next)
      if (!changed.ok) options.onProblem(changed.problem)
      await apply()
    },
    close() {
      isClosed = true
      device.close()
    },
  }

  /** A function, since the compiler doesn't know that it changes during an await. */
  function hasClosed() {
    return isClosed
  }
}

export type OwnMicrophone = ReturnType<typeof createOwnMicrophone>
