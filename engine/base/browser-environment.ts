import type { Clock, Environment } from './environment.ts'
import { createLog } from './log.ts'
import { toBase64Url } from './base64url.ts'

/** After the busy moments of a start or a join. */
const refillDelayMs = 500

/** The clock of a browser, in milliseconds since 1970. */
export const browserClock: Clock = {
  nowMs: () => Date.now(),
  after(delayMs, callback) {
    const timer = setTimeout(callback, delayMs)
    return () => clearTimeout(timer)
  },
}

/** A response's text; undefined where it is longer. */
async function readAtMost(response: Response, maxBytes: number): Promise<string | undefined> {
  const chunks: Uint8Array<ArrayBuffer>[] = []
  let bytes = 0
  const reader = response.body?.getReader()
  for (;;) {
    const chunk = await reader?.read()
    if (!chunk || chunk.done) return new Blob(chunks).text()
    bytes += chunk.value.byteLength
    if (bytes > maxBytes) {
      await reader?.cancel()
      return undefined
    }
    chunks.push(chunk.value)
  }
}

/** The {@link Environment} of a real browser context. */
export function browserEnvironment(): Environment {
  // Making a connection, and its certificate, takes some milliseconds of a join: one is kept ready.
  let spare: RTCPeerConnection | undefined
  const log = createLog(browserClock)
  const logger = log.logger('environment')
  let configuration: RTCConfiguration = {}
  const refill = () => {
    try {
      spare ??= new RTCPeerConnection(configuration)
    } catch (error) {
      // Chromium allows 500 per page; the next caller gets the error.
      logger.caught('no-spare-connection', error)
    }
  }
  setTimeout(refill, refillDelayMs)

  return {
    clock: browserClock,
    log,
    random: () => Math.random(),
    randomId: () => toBase64Url(crypto.getRandomValues(new Uint8Array(16))),
    openSocket: (address, protocols) => new WebSocket(address, protocols),
    hasWebRtc: () => 'RTCPeerConnection' in globalThis,
    createPeerConnection(wanted = {}) {
      const connection = spare ?? new RTCPeerConnection(wanted)
      // The one kept ready may be from before the settings were read or changed; it has gathered nothing yet.
      if (connection === spare) connection.setConfiguration(wanted)
      configuration = wanted
      spare = undefined
      setTimeout(refill, refillDelayMs)
      return connection
    },
    async readHttpStatus(address, timeoutMs) {
      const asked: RequestInit = {
        cache: 'no-store',
        credentials: 'omit',
        signal: AbortSignal.timeout(timeoutMs),
      }
      try {
        // A relay lets everyone read why it refuses.
        return (await fetch(address, asked)).status
      } catch (error) {
        logger.caught('http-status-unread', error)
      }
      try {
        // The answer stays opaque without a host permission. (`redirect: 'manual'` would make every such request fail:
        // https://fetch.spec.whatwg.org/#main-fetch)
        await fetch(address, { ...asked, mode: 'no-cors' })
        return 0
      } catch (error) {
        logger.caught('no-answer-by-http', error)
        return undefined
      }
    },
    async fetchText(address, { timeoutMs, maxBytes }) {
      try {
        const response = await fetch(address, {
          cache: 'no-store',
          credentials: 'omit',
          redirect: 'error',
          referrerPolicy: 'no-referrer',
          signal: AbortSignal.timeout(timeoutMs),
        })
        return response.ok ? await readAtMost(response, maxBytes) : undefined
      } catch (error) {
        logger.caught('nothing-fetched', error)
        return undefined
      }
    },
  }
}
