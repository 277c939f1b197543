import type { Problem } from '@/engine/base/problem.ts'

/** What helps against a problem of a call. */
export interface Remedy {
  /** Asking for the microphone: in Chrome in a tab, in Firefox right here. */
  readonly asks?: boolean
  readonly saysWhereToAllow?: boolean
  readonly triesAgain?: boolean
  /** A press of a button lets the browser play sound. */
  readonly plays?: boolean
  /** Another device. */
  readonly chooses?: boolean
  /** Somebody is not heard, or nobody hears us. */
  readonly isSerious?: boolean
}

export function remedyFor(kind: Problem['kind']): Remedy {
  switch (kind) {
    case 'microphone-prompt':
      return { asks: true }
    case 'microphone-revoked':
      return { asks: true, isSerious: true }
    case 'microphone-denied':
      return { saysWhereToAllow: true, triesAgain: true, isSerious: true }
    case 'microphone-none':
      return { triesAgain: true }
    case 'microphone-in-use':
    case 'microphone-failed':
      return { triesAgain: true, chooses: true, isSerious: true }
    case 'microphone-unplugged':
      return { triesAgain: true, chooses: true }
    case 'speaker-unplugged':
      return { chooses: true }
    case 'playback-blocked':
      return { plays: true, isSerious: true }
    case 'call-full':
      return { triesAgain: true }
    // The host went away, the disk is full, a call is over: what was asked may work now.
    default:
      return { triesAgain: true, isSerious: true }
  }
}
