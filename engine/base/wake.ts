import type { Clock } from './environment.ts'
import { limits } from './limits.ts'

/**
 * Notices that the computer slept: a timer that comes much too late. No browser tells an extension's pages of that, and
 * sockets that died meanwhile still look open.
 */
export function watchForWake(clock: Clock, onWake: () => void): () => void {
  let lastMs = clock.nowMs()
  let cancel = clock.after(limits.wakeIntervalMs, look)

  function look() {
    const nowMs = clock.nowMs()
    const sleptMs = nowMs - lastMs - limits.wakeIntervalMs
    lastMs = nowMs
    cancel = clock.after(limits.wakeIntervalMs, look)
    if (sleptMs > limits.minSleepMs) onWake()
  }

  return () => cancel()
}
