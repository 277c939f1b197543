import type { Environment } from '../base/environment.ts'
import type { Problem } from '../base/problem.ts'
import type { Slot, Tracks } from './media-link.ts'
import type { DescriptionShaping } from '../rtc/negotiation-options.ts'
import type { CallSignalBody } from './protocol.ts'

export interface CallLinksOptions {
  readonly environment: Environment
  readonly ownId: string
  /** What all links send now. */
  readonly tracks: () => Tracks
  readonly shaping: DescriptionShaping
  readonly send: (peerId: string, signal: CallSignalBody) => void
  readonly onTrack: (peerId: string, slot: Slot, track: MediaStreamTrack) => void
  /** A peer's sound is gone: it left, or its link is built anew. */
  readonly onGone: (peerId: string) => void
  /** A peer came into the call, or left it. */
  readonly onCome: (peerId: string) => void
  readonly onLeave: (peerId: string) => void
  readonly onChange: () => void
  readonly onProblem: (problem: Problem) => void
  /** There is no place for us. */
  readonly onFull: (max: number) => void
  readonly onMalformed: (peerId: string) => void
}
