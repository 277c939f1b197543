import type { Clock } from '../base/environment.ts'

export interface FakeClock extends Clock {
  /** Lets so much time pass, timer by timer, and what follows from each before the next. */
  advance(durationMs: number): Promise<void>
  /** Time passes and nothing runs: the computer sleeps, the process is stopped. */
  standStill(durationMs: number): void
  /** How many timers wait. */
  readonly pending: () => number
}

/** Lets every promise that can settle by itself do so. */
export async function settle(): Promise<void> {
  // A message to ourselves comes after all microtasks.
  await new Promise<void>((resolve) => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => {
      port1.close()
      resolve()
    }
    port2.postMessage(undefined)
  })
}

/** A clock that goes when it is told to. */
export function createFakeClock(startMs = 1_700_000_000_000): FakeClock {
  interface Timer {
    readonly atMs: number
    readonly callback: () => void
  }
  const timers = new Set<Timer>()
  let nowMs = startMs

  function nextUntil(endMs: number): Timer | undefined {
    const due = [...timers].filter((timer) => timer.atMs <= endMs)
    return due.sort((a, b) => a.atMs - b.atMs)[0]
  }

  return {
    nowMs: () => nowMs,
    after(delayMs, callback) {
      const timer = { atMs: nowMs + delayMs, callback }
      timers.add(timer)
      return () => timers.delete(timer)
    },
    async advance(durationMs) {
      const endMs = nowMs + durationMs
      await settle()
      for (let timer = nextUntil(endMs); timer; timer = nextUntil(endMs)) {
        timers.delete(timer)
        nowMs = Math.max(nowMs, timer.atMs)
        timer.callback()
        await settle()
      }
      nowMs = endMs
    },
    standStill(durationMs) {
      nowMs += durationMs
    },
    pending: () => timers.size,
  }
}
