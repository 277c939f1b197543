import type { Environment } from '../base/environment.ts'
import type { Problem } from '../base/problem.ts'
import type { PeerView } from '../view.ts'
import { limits } from '../base/limits.ts'
import type { VerificationMessage } from './protocol.ts'
import { nameKey } from '../identity/name-key.ts'
import type { People, ProvedPerson, Trust } from '../identity/people.ts'
import { createVerification, type Verification } from './verification.ts'

export interface RoomTrustOptions {
  readonly environment: Pick<Environment, 'clock' | 'randomId'>
  readonly me: { readonly peerId: string; readonly publicKey: string; readonly name: string }
  readonly people: People
  /** Says something on a peer's control channel. */
  readonly send: (peerId: string, message: VerificationMessage) => void
  /** What {@link RoomTrust.withTrust} adds changed. */
  readonly onChange: () => void
  readonly onFailure: (error: unknown) => void
}

/** What a person does about comparing keys with a peer. */
export type VerificationStep = 'start' | 'match' | 'mismatch' | 'cancel'

interface Met {
  readonly person: ProvedPerson
  readonly verification: Verification
  trust?: Trust
}

/** What we know of the people in one room, and the comparisons of keys that run there. */
export function createRoomTrust(options: RoomTrustOptions) {
  const { environment, me, people } = options
  const met = new Map<string, Met>()

  const stop = people.onChange((peerId, canonicalNames) => {
    for (const one of met.values()) {
      const { person } = one
      // By the key, too: in another room they may have another name.
      if (person.peerId === peerId || canonicalNames.includes(nameKey(person.name))) void refresh(one)
    }
  })

  async function refresh(one: Met) {
    try {
      const trust = await people.trustOf(one.person, me.name)
      // Whom we met for the first time stays new until the link is.
      if (trust === undefined || (trust === 'known' && one.trust === 'new')) return
      one.trust = trust
      options.onChange()
    } catch (error) {
      options.onFailure(error)
    }
  }

  async function meet(one: Met) {
    try {
      one.trust = await people.meet(one.person, me.name)
      options.onChange()
    } catch (error) {
      options.onFailure(error)
    }
  }

  /** The person at this browser compared the keys with a peer, by emoji or by number. */
  async function setVerified(peerId: string, isVerified: boolean) {
    try {
      await people.setVerified(peerId, isVerified)
    } catch (error) {
      options.onFailure(error)
    }
  }

  return {
    /** A peer's key was proved on its link. */
    handleProved(person: ProvedPerson) {
      met.get(person.peerId)?.verification.end()
      const verification = createVerification({
        clock: environment.clock,
        randomId: environment.randomId,
        me,
        peer: person,
        send: (message) => options.send(person.peerId, message),
        onChange: options.onChange,
        onCompared: (doMatch) => void setVerified(person.peerId, doMatch),
      })
      const one = { person, verification }
      met.set(person.peerId, one)
      // A moment later: first the panels say that we are connected, on the same thread.
      environment.clock.after(limits.afterOpenMs, () => void meet(one))
    },

    /** False if it was more than a peer may say, or nobody was proved to be there. */
    handleMessage: (peerId: string, message: VerificationMessage): boolean =>
      met.get(peerId)?.verification.handle(message) ?? false,

    /** The peers, each with what we know of it. Comparisons end with the link that they ran on. */
    withTrust: (peers: readonly PeerView[]): PeerView[] =>
      peers.map((peer) => {
        const one = met.get(peer.peerId)
        // Whoever could not prove the key now is nobody we know.
        if (!one || peer.state === 'unauthenticated') return peer
        const verification = one.verification.view()
        // Judged with a name; under another one they are nobody yet, until a link opens with it.
        const trust = peer.name === one.person.name ? one.trust : undefined
        return { ...peer, ...(trust && { trust }), ...(verification && { verification }) }
      }),

    /** Ends what ran with peers whose link is gone. */
    handlePeers(peers: readonly PeerView[]) {
      for (const [peerId, one] of met) {
        const peer = peers.find((other) => other.peerId === peerId)
        if (!peer) met.delete(peerId)
        if (peer?.state !== 'connected') one.verification.end()
      }
    },

    /** Carries out what a person wants; the problem if that peer is not there. */
    verify(peerId: string, step: VerificationStep): Problem | undefined {
      const one = met.get(peerId)
      if (!one) return { kind: 'verification-interrupted', peerName: '?' }
      one.verification[step]()
      return undefined
    },

    setVerified,

    close() {
      stop()
      for (const { verification } of met.values()) verification.end()
      met.clear()
    },
  }
}

export type RoomTrust = ReturnType<typeof createRoomTrust>
