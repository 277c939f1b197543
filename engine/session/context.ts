import type { Environment } from '../base/environment.ts'
import type { Problem } from '../base/problem.ts'
import type { Identity } from '../identity/identity.ts'
import type { Capabilities } from '../wire/capabilities.ts'
import type { Sender, SignalBody } from '../wire/signal.ts'
import type { SessionLogEvent } from './session-view.ts'

/** What the parts of one room's session share: who we are there, and how they speak to relay and person. */
export interface SessionContext {
  readonly me: Sender
  readonly identity: Pick<Identity, 'publicKey' | 'sign'>
  readonly roomId: string
  /** What we announce to speak. */
  readonly capabilities: Capabilities
  readonly environment: Environment
  readonly signal: (body: SignalBody) => void
  readonly isRelayOpen: () => boolean
  /** A link is silent, lost or did not come about, or a peer does not answer: the relay's socket may be dead, too. */
  readonly onTrouble: () => void
  /** Peers or their states changed. */
  readonly onChange: () => void
  readonly onProblem: (problem: Problem) => void
  readonly log: (event: SessionLogEvent, peerName?: string, detail?: string) => void
}
