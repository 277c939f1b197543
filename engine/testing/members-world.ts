import type { Environment } from '../base/environment.ts'
import type { Problem } from '../base/problem.ts'
import type { Identity } from '../identity/identity.ts'
import { createMembers } from '../session/members.ts'
import type { RegisteredFeature } from '../session/registered-feature.ts'
import type { Capabilities } from '../wire/capabilities.ts'
import type { Sender, SignalBody } from '../wire/signal.ts'
import { idOf } from './test-keys.ts'

/** What everybody in these tests speaks, if the test says nothing else. */
export const spoken: Capabilities = { versions: [1], features: { chat: 1 } }

export interface MembersWorldOptions {
  readonly me: Sender
  readonly identity: Pick<Identity, 'publicKey' | 'sign'>
  readonly environment: Environment
  readonly features?: readonly RegisteredFeature[]
  /** Is given what we signal, as it is signaled. */
  readonly onSignal?: (body: SignalBody) => void
}

/** The members of a room as one of them knows them, with a test for a relay. */
export function startMembers({ environment, features = [], identity, me, onSignal }: MembersWorldOptions) {
  const sent: SignalBody[] = []
  const problems: Problem[] = []
  const proved: string[] = []
  const relay = { isOpen: true, timesLookedAt: 0 }
  const members = createMembers({
    me,
    identity,
    roomId: idOf('R'),
    capabilities: spoken,
    environment,
    features,
    signal(body) {
      sent.push(body)
      onSignal?.(body)
    },
    isRelayOpen: () => relay.isOpen,
    onTrouble: () => (relay.timesLookedAt += 1),
    onChange: () => undefined,
    onProved: ({ peerId }) => proved.push(peerId),
    onProblem: (problem) => problems.push(problem),
    log: () => undefined,
  })
  return { members, sent, problems, proved, relay }
}
