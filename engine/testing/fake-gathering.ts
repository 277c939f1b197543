import type { FoundCandidate } from '../network/addresses.ts'

/** An RTCPeerConnection that finds what the test says, as soon as it is told to look. */
export interface Found {
  readonly candidates?: readonly FoundCandidate[]
  readonly errors?: readonly number[]
  /** Left out, it goes on looking for ever. */
  readonly isComplete?: boolean
}

class FakeGathering extends EventTarget {
  readonly #found: Found
  constructor(found: Found) {
    super()
    this.#found = found
  }
  createDataChannel() {
    return {}
  }
  setLocalDescription() {
    queueMicrotask(() => this.#tell())
    return Promise.resolve()
  }
  close() {
    // Nothing to let go of.
  }
  #tell() {
    const { candidates = [], errors = [], isComplete = false } = this.#found
    for (const errorCode of errors) {
      this.dispatchEvent(Object.assign(new Event('icecandidateerror'), { errorCode, errorText: '' }))
    }
    for (const candidate of candidates) {
      const event = { candidate: { candidate: 'candidate:…', ...candidate } }
      this.dispatchEvent(Object.assign(new Event('icecandidate'), event))
    }
    if (isComplete) this.dispatchEvent(Object.assign(new Event('icecandidate'), { candidate: null }))
  }
}

/** Makes connections that find this, and tells with which configurations they were made. */
export function createFakeGatherings(find: (configuration: RTCConfiguration) => Found) {
  const configurations: RTCConfiguration[] = []
  return {
    configurations,
    create(configuration: RTCConfiguration = {}): RTCPeerConnection {
      configurations.push(configuration)
      return new FakeGathering(find(configuration)) as unknown as RTCPeerConnection
    },
  }
}
