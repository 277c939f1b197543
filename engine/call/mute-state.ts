export interface MuteStateOptions {
  readonly isPushToTalk: () => boolean
  readonly onDeafened: (isDeafened: boolean) => void
  /** Whether we are heard may have changed. */
  readonly onChange: () => void
}

/** Whether the person wants to be heard and to hear: mute, deafen, and the button of push-to-talk. */
export function createMuteState(options: MuteStateOptions) {
  let isMuted = false
  let wasMutedBeforeDeafening = false
  let isDeafened = false
  let isHeld = false

  function setDeafened(next: boolean) {
    if (next === isDeafened) return
    isDeafened = next
    options.onDeafened(next)
    if (next) wasMutedBeforeDeafening = isMuted
    isMuted = next || wasMutedBeforeDeafening
    options.onChange()
  }

  function setMuted(next: boolean) {
    wasMutedBeforeDeafening = isMuted = next
    // A person who talks while hearing nobody does so by mistake.
    if (!next && isDeafened) setDeafened(false)
    else options.onChange()
  }

  function hold(isDown: boolean) {
    isHeld = isDown
    options.onChange()
  }

  return {
    /** With push-to-talk the button alone decides: muted by something that nobody sees, holding it would do nothing. */
    mayBeHeard: () => (options.isPushToTalk() ? isHeld : !isMuted),
    isDeafened: () => isDeafened,
    setMuted,
    /** With push-to-talk, as if the button was held from one time to the next. */
    toggleMute: () => (options.isPushToTalk() ? hold(!isHeld) : setMuted(!isMuted)),
    setDeafened,
    toggleDeafen: () => setDeafened(!isDeafened),
    hold,
    /** Nobody holds a button that was not there before, or isn't any more. */
    letGo: () => void (isHeld = false),
  }
}

export type MuteState = ReturnType<typeof createMuteState>
