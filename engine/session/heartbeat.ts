import type { Clock } from '../base/environment.ts'
import type { ControlMessage } from '../wire/channel.ts'
import { limits } from '../base/limits.ts'

/**
 * Presence is the link's heartbeat: a ping each interval, and whatever the peer says counts as a sign of life.
 * `onSilent` is called once when nothing was heard for the time-out, and `onHeard` once when something is again.
 */
export function createHeartbeat(options: {
  readonly clock: Clock
  readonly send: (message: ControlMessage) => void
  readonly onSilent: () => void
  readonly onHeard: () => void
}) {
  const { clock } = options
  let lastHeardMs = clock.nowMs()
  let lastTickMs = clock.nowMs()
  let isSilent = false
  let n = 0
  let cancel = clock.after(limits.heartbeatIntervalMs, tick)

  function tick() {
    const nowMs = clock.nowMs()
    // Our own clock stood still (sleep, a stopped process): the peer gets its time-out anew.
    if (nowMs - lastTickMs > limits.heartbeatIntervalMs * 2) lastHeardMs = nowMs
    lastTickMs = nowMs
    ping()
    cancel = clock.after(limits.heartbeatIntervalMs, tick)
    if (isSilent || nowMs - lastHeardMs < limits.heartbeatTimeoutMs) return
    isSilent = true
    options.onSilent()
  }

  function ping() {
    n += 1
    options.send({ type: 'ping', n })
  }

  return {
    ping,
    lastHeardMs: () => lastHeardMs,
    /** Something else says that the peer is not heard: the next sign of life counts as one after silence. */
    doubt() {
      isSilent = true
      ping()
    },
    heard() {
      lastHeardMs = clock.nowMs()
      if (!isSilent) return
      isSilent = false
      options.onHeard()
    },
    stop: () => cancel(),
  }
}

export type Heartbeat = ReturnType<typeof createHeartbeat>
