import * as v from 'valibot'
import { problemSchema } from '../base/problem.ts'
import { addressKinds } from './addresses.ts'

/** How a server answered. */
export const iceTestSchema = v.variant('kind', [
  /** The address, shortened, that others see us at; absent where it is our own: there is no NAT on the way. */
  v.object({ kind: v.literal('stun-answered'), address: v.exactOptional(v.string()) }),
  v.object({ kind: v.literal('turn-relays'), address: v.string() }),
  v.object({ kind: v.literal('no-answer') }),
  v.object({ kind: v.literal('wrong-credentials') }),
  /** Another answer than was hoped for, with its STUN error code. */
  v.object({ kind: v.literal('refused'), code: v.number() }),
  /** The browser takes no such URL. */
  v.object({ kind: v.literal('unreadable') }),
])
export type IceTest = v.InferOutput<typeof iceTestSchema>

/** How a relay answered. */
export const relayTestSchema = v.variant('kind', [
  v.object({
    kind: v.literal('open'),
    address: v.picklist(['room', 'hub']),
    handshakeMs: v.number(),
    /** From us through the relay and back to us; only a relay with directed delivery says nothing to others then. */
    roundTripMs: v.exactOptional(v.number()),
  }),
  v.object({ kind: v.literal('failed'), problem: problemSchema }),
])
export type RelayTest = v.InferOutput<typeof relayTestSchema>

/** What the connection check found. It holds no secret and no whole address: it may be shown to anyone. */
export const connectionCheckSchema = v.object({
  relayUrl: v.string(),
  relay: relayTestSchema,
  servers: v.array(v.object({ url: v.string(), result: iceTestSchema })),
  /** How the TURN server that the relay provides answered; absent where it provides none. */
  relayTurn: v.exactOptional(iceTestSchema),
  /** Those that the relay provides and this browser refuses, as URLs. */
  relayTurnRefused: v.exactOptional(v.array(v.string())),
  /** The ways to us that peers would be told of. */
  addressKinds: v.array(v.picklist(addressKinds)),
  isRelayOnly: v.boolean(),
})
export type ConnectionCheck = v.InferOutput<typeof connectionCheckSchema>
