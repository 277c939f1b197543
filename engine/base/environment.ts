import type { Log } from './log.ts'

/**
 * What the engine is handed instead of reaching for it: time, randomness, sockets, connections. Tests hand in
 * their own and run a minute of back-off in a millisecond.
 */
export interface Clock {
  /** Milliseconds since 1970. */
  nowMs(): number
  /** Runs `callback` once after `delayMs`; the returned function cancels it. */
  after(delayMs: number, callback: () => void): () => void
}

/** The part of a WebSocket that the engine uses. */
export type Socket = Pick<
  WebSocket,
  'addEventListener' | 'binaryType' | 'close' | 'protocol' | 'readyState' | 'send'
>

export interface Environment {
  readonly clock: Clock
  /** Where the engine notes what it does and what fails. */
  readonly log: Log
  /** A number in [0, 1), for jitter. */
  random(): number
  /** 16 random bytes in base64url. */
  randomId(): string
  /** Offers these subprotocols. Throws a SyntaxError for an address that is none. */
  openSocket(address: string, protocols: string[]): Socket
  createPeerConnection(configuration?: RTCConfiguration): RTCPeerConnection
  /** Whether this browser makes connections to peers at all. */
  hasWebRtc(): boolean
  /**
   * The status of the answer to a GET; 0 where something answers whose status may not be read, undefined where nothing
   * does. It tells "nothing answers" from "that is no relay", and why a relay refuses.
   */
  readHttpStatus(address: string, timeoutMs: number): Promise<number | undefined>
  /** The text at an HTTP address; undefined where there is none to be had, or more of it than that. Never throws. */
  fetchText(
    address: string,
    limits: { readonly timeoutMs: number; readonly maxBytes: number },
  ): Promise<string | undefined>
}
