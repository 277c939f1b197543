import * as v from 'valibot'
import type { Environment } from '../base/environment.ts'
import type { Problem } from '../base/problem.ts'
import { limits } from '../base/limits.ts'
import { nameKey } from '../identity/name-key.ts'
import type { People, ProvedPerson, Trust } from '../identity/people.ts'
import type { Feature, FeatureAction, LinkedPeer, SessionPeer } from '../session/feature.ts'
import { verificationProtocol, type VerificationMessage } from './protocol.ts'
import { createVerification, type Verification } from './verification.ts'
import type { PeerTrust } from './verification-view.ts'

export interface RoomTrustOptions {
  readonly environment: Pick<Environment, 'clock' | 'randomId'>
  readonly me: { readonly peerId: string; readonly publicKey: string; readonly name: string }
  readonly people: People
  /** What {@link RoomTrust.viewOf} tells changed. */
  readonly onChange: () => void
  readonly onFailure: (error: unknown) => void
}

const verifySchema = v.object({
  peerId: v.string(),
  step: v.picklist(['start', 'match', 'mismatch', 'cancel']),
})
/** What a person does about comparing keys with a peer. */
export type VerificationStep = v.InferOutput<typeof verifySchema>['step']

/** The people of one room as we know their keys, and the feature that compares keys with them. */
export interface RoomTrust extends Feature<VerificationMessage> {
  /** A peer's key was proved on its link, whether it can compare keys or not: whom we know is told by the key. */
  handleProved(person: ProvedPerson): void
  /** What we know of a peer. Comparisons end with the link that they ran on. */
  viewOf(peer: SessionPeer): PeerTrust
  readonly actions: {
    /** A step of comparing emoji with a peer; a problem if that peer is not there, or cannot do it. */
    readonly verify: FeatureAction<v.InferOutput<typeof verifySchema>, Problem | undefined>
  }
  /** The person at this browser compared the keys with a peer, by emoji or by number. */
  setVerified(peerId: string, isVerified: boolean): Promise<void>
}

interface Met {
  readonly person: ProvedPerson
  /** Absent while the peer's link does not speak of comparing. */
  verification?: Verification
  trust?: Trust
}

/** What we know of the people in one room, and the comparisons of keys that run there. */
export function createRoomTrust(options: RoomTrustOptions): RoomTrust {
  const { environment, me } = options
  const met = new Map<string, Met>()
  const known = createKnownPeople(options, met)

  function verify({ peerId, step }: v.InferOutput<typeof verifySchema>): Problem | undefined {
    const one = met.get(peerId)
    if (!one?.verification) return { kind: 'verification-interrupted', peerName: one?.person.name ?? '?' }
    one.verification[step]()
    return undefined
  }

  return {
    protocol: verificationProtocol,
    actions: { verify: { schema: verifySchema, run: verify } },

    handleProved(person) {
      met.get(person.peerId)?.verification?.end()
      const one: Met = { person }
      met.set(person.peerId, one)
      // A moment later: first the panels say that we are connected, on the same thread.
      environment.clock.after(limits.afterOpenMs, () => void known.meet(one))
    },

    handleOpen(peer: LinkedPeer<VerificationMessage>) {
      const one = met.get(peer.peerId)
      if (!one) return
      one.verification = createVerification({
        clock: environment.clock,
        randomId: environment.randomId,
        me,
        peer,
        send: (message) => void peer.sendNow(message),
        onChange: options.onChange,
        onCompared: (doMatch) => void known.setVerified(peer.peerId, doMatch),
      })
    },

    // What is said on a link that is over comes too late to be wrong.
    handle: (peer, message) => met.get(peer.peerId)?.verification?.handle(message) ?? 'fine',

    viewOf(peer) {
      const one = met.get(peer.peerId)
      // A peer that could not prove the key now is nobody we know.
      if (!one || peer.state === 'unauthenticated' || peer.state === 'incompatible') return {}
      const verification = one.verification?.view()
      // Judged with a name; under another one they are nobody yet, until a link opens with it.
      const trust = peer.name === one.person.name ? one.trust : undefined
      return { ...(trust && { trust }), ...(verification && { verification }) }
    },

    /** Ends what ran with peers whose link is gone. */
    handlePeers(peers) {
      for (const [peerId, one] of met) {
        const peer = peers.find((other) => other.peerId === peerId)
        if (!peer) met.delete(peerId)
        if (peer?.state !== 'connected') one.verification?.end()
      }
    },

    setVerified: known.setVerified,

    close() {
      known.close()
      for (const { verification } of met.values()) verification?.end()
      met.clear()
    },
  }
}

/** What the database knows of the keys of those we have met. */
function createKnownPeople(
  { me, onChange, onFailure, people }: RoomTrustOptions,
  met: ReadonlyMap<string, Met>,
) {
  const close = people.onChange((peerId, canonicalNames) => {
    for (const one of met.values()) {
      const { person } = one
      // By the key, too: in another room they may have another name.
      if (person.peerId === peerId || canonicalNames.includes(nameKey(person.name))) void refresh(one)
    }
  })

  async function refresh(one: Met) {
    try {
      const trust = await people.trustOf(one.person, me.name)
      // A person met for the first time stays new until the link is.
      if (trust === undefined || (trust === 'known' && one.trust === 'new')) return
      one.trust = trust
      onChange()
    } catch (error) {
      onFailure(error)
    }
  }

  return {
    close,
    async meet(one: Met) {
      try {
        one.trust = await people.meet(one.person, me.name)
        onChange()
      } catch (error) {
        onFailure(error)
      }
    },
    async setVerified(peerId: string, isVerified: boolean) {
      try {
        await people.setVerified(peerId, isVerified)
      } catch (error) {
        onFailure(error)
      }
    },
  }
}
