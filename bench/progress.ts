export interface Round {
  /** From 1. */
  readonly round: number
  readonly of: number
}

/** Says what is being done from now on. */
export type Progress = (doing: string, round?: Round) => void

/** A round as people count: of a loop from 0; nothing while it is below, which is warming up. */
export const roundOf = (round: number, of: number): Round | undefined =>
  round < 0 ? undefined : { round: round + 1, of }

const minIntervalMs = 2_000
const maxIntervalMs = 9_000

export interface ProgressOptions {
  /** The part of the bench, which begins every line. */
  readonly part: string
  readonly write: (line: string) => void
  readonly nowMs: () => number
  /** Calls back again and again, and returns what ends that. */
  readonly every: (intervalMs: number, run: () => void) => () => void
}

function elapsed(ms: number): string {
  const seconds = Math.floor(ms / 1_000)
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}

/**
 * Reports a part's progress in lines: at once what is new, fast rounds not more often than every 2 s, and what takes long
 * again every 9 s, so that a bench that works never looks like one that hangs.
 */
export function createProgress({ part, write, nowMs, every }: ProgressOptions) {
  const startedMs = nowMs()
  let doing = 'starting'
  let line = doing
  let writtenMs = -Infinity

  function say() {
    writtenMs = nowMs()
    write(`${part}: ${line} (${elapsed(writtenMs - startedMs)})`)
  }

  const stop = every(1_000, () => {
    if (nowMs() - writtenMs >= maxIntervalMs) say()
  })
  say()

  const progress: Progress = (next, round) => {
    const isNew = next !== doing
    doing = next
    line = round ? `${next}, round ${round.round} of ${round.of}` : next
    if (isNew || nowMs() - writtenMs >= minIntervalMs) say()
  }
  return { progress, stop }
}

/** Progress of a part on standard error, where it disturbs no result. */
export function printProgress(part: string) {
  return createProgress({
    part,
    write: (line) => void process.stderr.write(`${line}\n`),
    nowMs: () => performance.now(),
    every(intervalMs, run) {
      const timer = setInterval(run, intervalMs)
      return () => clearInterval(timer)
    },
  })
}
