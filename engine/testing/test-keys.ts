import { isSignedBy, peerIdOf, type Identity } from '../identity/identity.ts'
import { toBase64Url } from '../base/base64url.ts'
import { deriveRoomKeys, publicRoomSecret, type RoomKeys } from '../wire/room-keys.ts'
import { seal } from '../wire/seal.ts'
import type { Sender } from '../wire/signal.ts'

/** The keys of a public room, which are anyone's who knows its name. */
export async function keysOf(roomName: string): Promise<RoomKeys> {
  return deriveRoomKeys(await publicRoomSecret(roomName))
}

/** An id as the wire has it, made of one letter. */
export const idOf = (letter: string) => letter.repeat(22)

/** An identity that is kept nowhere. */
export async function newIdentity(): Promise<Identity> {
  const keys = await crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify'])
  const publicKey = toBase64Url(new Uint8Array(await crypto.subtle.exportKey('raw', keys.publicKey)))
  const peerId = await peerIdOf(publicKey)
  if (peerId === undefined) throw new Error('A fresh key has an id.')
  return {
    peerId,
    publicKey,
    async sign(purpose, text) {
      const bytes = new TextEncoder().encode(`sidetone ${purpose}\n${text}`)
      const signature = toBase64Url(
        new Uint8Array(await crypto.subtle.sign('Ed25519', keys.privateKey, bytes)),
      )
      if (!(await isSignedBy(publicKey, purpose, text, signature))) throw new Error('It does not verify.')
      return signature
    },
  }
}

export interface TestSender {
  readonly identity: Identity
  readonly sender: Sender
}

/** Somebody with an identity, on a visit to a room. */
export async function newSender(name: string, claimed: Partial<Sender> = {}): Promise<TestSender> {
  const identity = await newIdentity()
  const { peerId, publicKey } = identity
  const visitId = toBase64Url(crypto.getRandomValues(new Uint8Array(16)))
  return { identity, sender: { peerId, publicKey, visitId, name, ...claimed } }
}

/** Signs and seals a signal that may be anything, as a member of the room could. */
export async function sealSigned(keys: RoomKeys, identity: Identity, json: string): Promise<string> {
  return seal(keys, `${await identity.sign('signal', `${keys.roomId}\n${json}`)}.${json}`)
}
