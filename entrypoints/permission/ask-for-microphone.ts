export type MicrophoneAnswer =
  | { kind: 'granted' }
  /** The question was closed; it may be asked again. */
  | { kind: 'dismissed' }
  /** The browser remembers a no, or a rule of the system says it. */
  | { kind: 'denied' }
  /** There is none. */
  | { kind: 'none' }
  | { kind: 'failed'; detail: string }

/** Lets the browser ask for the microphone, and lets go of it at once: the host opens it for the call. */
export async function askForMicrophone(): Promise<MicrophoneAnswer> {
  try {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true })
    for (const track of stream.getTracks()) track.stop()
    return { kind: 'granted' }
  } catch (error) {
    const name = error instanceof DOMException ? error.name : String(error)
    const { state } = await navigator.permissions.query({ name: 'microphone' })
    // Held by another program, it may still have been allowed; the call then says what is wrong.
    if (state === 'granted' && name !== 'NotFoundError') return { kind: 'granted' }
    if (name === 'NotFoundError') return { kind: 'none' }
    if (name === 'NotAllowedError') return { kind: state === 'denied' ? 'denied' : 'dismissed' }
    return { kind: 'failed', detail: name }
  }
}
