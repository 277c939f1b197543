import type { Problem } from '../base/problem.ts'
import type { CallLevels, CallView } from './call-view.ts'
import type { CallState } from './call-state.ts'
import type { CallSignalBody } from './protocol.ts'

/** The rooms, as far as a call needs them. In Firefox a port lies between. */
export interface CallWire {
  /** Says in a room that we are in its call, or no longer. */
  announce(roomId: string, state: CallState | undefined): void
  /** Says something to a member of the call that we are in. */
  send(roomId: string, peerId: string, signal: CallSignalBody): void
  /** A member sent what doesn't parse. */
  countMalformed(roomId: string, peerId: string): void
}

/** What is told of calls as it happens. */
export interface CallEvents {
  /** `ended` is why the one before ended, if not because the person wanted it. */
  readonly onView: (view: CallView | undefined, ended?: Problem) => void
  readonly onLevels: (levels: CallLevels) => void
}
