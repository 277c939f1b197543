import { describe, expect, test } from 'vitest'
import vector from '../../docs/test-vectors/link-handshake.json' with { type: 'json' }
import { capabilityText } from '../wire/capabilities.ts'
import { createHandshake, fingerprintOf, type LinkEnds, type Role } from './handshake.ts'

/** What other clients check themselves against (docs/test-vectors/); if it changes, no link comes about with them. */
const proofOf = (role: Role) => vector.proofs.find((one) => one.role === role)?.proof ?? ''
const otherThan = (role: Role): Role => (role === 'offerer' ? 'answerer' : 'offerer')

/** The handshake of one end, with what it signed. */
function startEnd(role: Role) {
  const [ours, theirs] = [vector[role], vector[otherThan(role)]]
  const signed: [purpose: string, text: string][] = []
  const handshake = createHandshake({
    identity: {
      publicKey: ours.publicKey,
      sign(purpose, text) {
        signed.push([purpose, text])
        return Promise.resolve(proofOf(role))
      },
    },
    roomId: vector.roomId,
    linkId: vector.linkId,
    nonce: ours.nonce,
    capabilities: ours.capabilities,
    theirKey: () => theirs.publicKey,
    theirCapabilities: () => theirs.capabilities,
  })
  const ends: LinkEnds = {
    ourRole: role,
    ourFingerprint: fingerprintOf(ours.sdp) ?? '',
    theirNonce: theirs.nonce,
    theirFingerprint: fingerprintOf(theirs.sdp) ?? '',
  }
  return { handshake, ends, signed }
}

describe.each(['offerer', 'answerer'] as const)('the vector of a link, as its %s', (role) => {
  test('fingerprintOf and capabilityText: what is signed of a description and an announcement', () => {
    const { capabilities, fingerprint, sdp, ...end } = vector[role]
    expect(fingerprintOf(sdp)).toBe(fingerprint)
    expect(capabilityText(capabilities)).toBe(end.capabilityText)
  })

  test('createHandshake: signs the transcript', async () => {
    const { ends, handshake, signed } = startEnd(role)
    expect(await handshake.make(ends)).toBe(proofOf(role))
    const transcript = vector.proofs.find((one) => one.role === role)?.transcript
    expect(signed).toEqual([['link', transcript]])
  })

  test("createHandshake: the other's proof holds, and our own handed back does not", async () => {
    const { ends, handshake } = startEnd(role)
    expect(await handshake.holds(ends, proofOf(otherThan(role)))).toBe(true)
    expect(await handshake.holds(ends, proofOf(role))).toBe(false)
  })
})
